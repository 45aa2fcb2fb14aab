import { Injectable } from '@nestjs/common';

/** Rejects, or takes longer than two seconds, where the service cannot do its work. */
export type HealthCheck = () => Promise<unknown>;

const limitMillis = 2_000;

/** What must hold for the service to be ready. */
@Injectable()
export class HealthChecks {
  private readonly checks = new Map<string, HealthCheck>();

  /** Adds a check; a second one of the same name takes the place of the first. */
  add(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
  }

  /** By name, whether each check holds; all are asked at once. */
  async run(): Promise<Record<string, boolean>> {
    const results = [...this.checks].map(async ([name, check]) => [name, await holds(check)] as const);
    return Object.fromEntries(await Promise.all(results));
  }
}

const holds = async (check: HealthCheck): Promise<boolean> => {
  const limit = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => limit.resolve(false), limitMillis);
  try {
    return await Promise.race([limit.promise, check().then(() => true)]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
};
