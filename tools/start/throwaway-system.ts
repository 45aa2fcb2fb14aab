import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentSenderKey, newSecrets, randomPorts } from '../stack/environment.ts';
import { provideStack } from '../stack/provide-stack.ts';
import type { Stack, StackMode, StackPurpose } from '../stack/stack.ts';
import { Supervisor } from './supervisor.ts';
import { startSystem, type System } from './system.ts';

export interface ThrowawayOptions {
  readonly purpose: Exclude<StackPurpose, 'start'>;
  readonly clock: 'system' | 'replay';
  /** Where mails go; nobody listens at the default address. */
  readonly smtpUrl?: string;
  /** Forces where Kafka and Postgres come from. */
  readonly mode?: StackMode;
  /** A running stack to use; without one a new stack is started and stopped. */
  readonly stack?: Stack;
  readonly topicPrefix?: string;
  /** Where the outputs of the services go and stay; without it they go with the system. */
  readonly logDir?: string;
  readonly extra?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly log?: (line: string) => void;
}

/** A whole system on random ports whose data goes when it is closed. */
export interface ThrowawaySystem {
  readonly system: System;
  readonly url: string;
  /** Key of the one merchant it has, with every scope. */
  readonly apiKey: string;
  /** What 17TRACK's pushes are signed with. */
  readonly senderKey: string;
  readonly stack: Stack;
  readonly supervisor: Supervisor;
  close(): Promise<void>;
}

const apiKey = 'lf_test_9QmT4vXb2LkP7wRz6Hc3';

/** Starts Kafka, Postgres and every service, supervised, with one merchant. */
export async function startThrowawaySystem(options: ThrowawayOptions): Promise<ThrowawaySystem> {
  const log = options.log ?? ((): void => undefined);
  const stack =
    options.stack ??
    (await provideStack({
      purpose: options.purpose,
      log,
      ...(options.mode && { mode: options.mode }),
      ...(options.signal && { signal: options.signal }),
    }));
  const logDir = options.logDir ?? mkdtempSync(join(tmpdir(), `landfall-${options.purpose}-`));
  const supervisor = new Supervisor({ logDir, report: log });
  const close = async (): Promise<void> => {
    await supervisor.stop();
    if (!options.stack) await stack.stop();
    if (options.logDir === undefined) rmSync(logDir, { recursive: true, force: true });
  };
  try {
    if (!options.stack) stack.supervise(log);
    const system = await startSystem({
      stack,
      ports: await randomPorts(),
      secrets: newSecrets(),
      smtpUrl: options.smtpUrl ?? 'smtp://127.0.0.1:9',
      supervisor,
      clock: options.clock,
      log,
      extra: { CARRIER_17TRACK_API_KEY: developmentSenderKey, ...options.extra },
      ...(options.topicPrefix !== undefined && { topicPrefix: options.topicPrefix }),
      ...(options.signal && { signal: options.signal }),
    });
    await system.command('order-intake', 'create-merchant', '--name', 'Throwaway', '--key', apiKey);
    return { system, url: system.url, apiKey, senderKey: developmentSenderKey, stack, supervisor, close };
  } catch (error) {
    await close();
    throw error;
  }
}
