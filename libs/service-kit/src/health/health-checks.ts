import { Injectable } from '@nestjs/common';

/** Rejects, or takes longer than two seconds, where the service cannot do its work. */
export type HealthCheck = () => Promise<unknown>;

const limitMillis = 2_000;

/** What must hold for the service to be ready. */
@Injectable()
export class HealthChecks {
  private readonly checks = new Map<string, HealthCheck>();
  private readonly asked = new Map<string, Promise<unknown>>();

  /** Adds a check; a second one of the same name takes the place of the first. */
  add(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
  }

  /** By name, whether each check holds; all are asked at once. */
  async run(): Promise<Record<string, boolean>> {
    const results = [...this.checks].map(
      async ([name, check]) => [name, await holds(this.ask(name, check))] as const,
    );
    return Object.fromEntries(await Promise.all(results));
  }

  /** One question at a time: while something hangs, impatient probes must not pile up on it. */
  private ask(name: string, check: HealthCheck): Promise<unknown> {
    const asking = this.asked.get(name) ?? check().finally(() => this.asked.delete(name));
    this.asked.set(name, asking);
    return asking;
  }
}

const holds = async (answer: Promise<unknown>): Promise<boolean> => {
  const limit = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => limit.resolve(false), limitMillis);
  try {
    return await Promise.race([limit.promise, answer.then(() => true)]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
};
