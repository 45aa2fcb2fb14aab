import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../stack/build.ts';
import { buildEnvironment } from '../stack/environment.ts';
import type { ServicePorts, SystemEnvironment, SystemSecrets } from '../stack/environment.ts';
import { serviceFlags } from '../stack/node-flags.ts';
import { untilReady } from '../stack/readiness.ts';
import { repositoryRoot } from '../stack/repository.ts';
import { lastLines, runCommand } from '../stack/run-command.ts';
import { services } from '../stack/services.ts';
import type { ServiceName } from '../stack/services.ts';
import type { Stack } from '../stack/stack.ts';
import { readState, writeState } from '../stack/state-file.ts';
import { createTopics } from '../stack/topics.ts';
import type { SupervisedProgram, Supervisor } from './supervisor.ts';

export interface SystemOptions {
  readonly stack: Stack;
  readonly ports: ServicePorts;
  readonly secrets: SystemSecrets;
  readonly smtpUrl: string;
  readonly supervisor: Supervisor;
  readonly clock?: 'system' | 'replay';
  readonly topicPrefix?: string;
  readonly extra?: Readonly<Record<string, string>>;
  /** Remembers here what has been migrated, so that a second start need not ask every service. */
  readonly dataDir?: string;
  /** Migrates and starts these alone. */
  readonly only?: readonly ServiceName[];
  readonly signal?: AbortSignal;
  /** Hears of each step. */
  readonly log?: (line: string) => void;
}

/** All services of Landfall, running. */
export interface System {
  /** Address of the gateway and the console. */
  readonly url: string;
  readonly environment: SystemEnvironment;
  /** Runs a sub-command of a service; rejects with its output when it fails. Resolves to what it printed. */
  command(name: ServiceName, ...args: string[]): Promise<string>;
}

/** How long a service may take until it is ready, in ms. */
const readyLimitMs = 300_000;

const mainOf = (name: ServiceName): string => join(repositoryRoot, 'apps', name, 'dist', 'main.js');
const argsOf = (name: ServiceName): string[] => ['--enable-source-maps', ...serviceFlags, mainOf(name)];

/** A service as a program to supervise. */
export const programOf = (name: ServiceName, env: NodeJS.ProcessEnv): SupervisedProgram => ({
  name,
  command: process.execPath,
  args: argsOf(name),
  env,
});

/**
 * Compiles, migrates, creates the topics, starts every service under the supervisor and waits until all are ready.
 * Rejects with what went wrong; stopping the supervisor is the caller's.
 */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { stack, signal, supervisor } = options;
  const log = options.log ?? ((): void => undefined);
  const environment = buildEnvironment(options);
  const buildHash = await ensureBuilt(signal);
  requireApps();
  log('Compiled.');
  await Promise.all([
    createTopics(stack.kafkaBrokers, options.topicPrefix),
    migrateAll(options, environment, buildHash),
  ]);
  log('Schemas and topics are up to date.');
  const started = startedOf(options);
  for (const { name } of started) supervisor.start(programOf(name, environment.services[name]));
  await Promise.all(
    started.map(({ name }) => untilReady(name, () => probeReady(options.ports[name]), readyLimitMs, signal)),
  );
  return {
    url: environment.url,
    environment,
    command: (name, ...args) => runServiceCommand(environment, name, args, signal),
  };
}

const startedOf = ({ only }: SystemOptions) =>
  services.filter(({ name }) => only === undefined || only.includes(name));

function requireApps(): void {
  const absent = services.filter(({ name }) => !existsSync(mainOf(name))).map(({ name }) => `apps/${name}`);
  if (absent.length > 0)
    throw new Error(`Nothing to start in ${absent.join(', ')}: dist/main.js is missing there`);
}

async function migrateAll(
  options: SystemOptions,
  environment: SystemEnvironment,
  buildHash: string,
): Promise<void> {
  const file = options.dataDir && options.stack.mode !== 'external' && join(options.dataDir, 'migrated.json');
  const target = createHash('sha256').update(`${buildHash} ${options.stack.databaseUrl}`).digest('hex');
  if (file && readState<{ target: string }>(file)?.target === target) return;
  const waiting = startedOf(options);
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await runServiceCommand(environment, next.name, ['migrate'], options.signal);
    }
  };
  await Promise.all([worker(), worker()]);
  if (file) writeState(file, { target });
}

async function runServiceCommand(
  environment: SystemEnvironment,
  name: ServiceName,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<string> {
  const { code, output } = await runCommand(process.execPath, [...argsOf(name), ...args], {
    env: environment.services[name],
    signal,
  });
  if (code !== 0)
    throw new Error(`${name} ${args[0] ?? ''} failed (exit code ${code}):\n${lastLines(output)}`);
  return output;
}

/** Rejects while the service at the port is not ready. */
export async function probeReady(port: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(5_000) });
  const body = await answer.text();
  if (!answer.ok) throw new Error(`/health/ready answers ${answer.status}: ${body.slice(0, 300)}`);
}
