import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { trackingEventsTopic } from '@landfall/contracts';
import { InternalTokens } from '../../../libs/service-kit/src/auth/internal-tokens.ts';
import { ensureBuilt } from '../../stack/build.ts';
import { buildEnvironment, newSecrets, randomPorts } from '../../stack/environment.ts';
import { serviceFlags } from '../../stack/node-flags.ts';
import { repositoryRoot, stateDir } from '../../stack/repository.ts';
import { lastLines, runCommand } from '../../stack/run-command.ts';
import { createTopics } from '../../stack/topics.ts';
import { buildPrograms } from '../../workload/build-programs.ts';
import type { BenchContext } from '../bench.ts';
import { Program } from './program.ts';
import type { Side } from './side.ts';
import { FreshUploads } from './uploads.ts';

const startLimitMs = 60_000;
const serviceFolder = join(repositoryRoot, 'apps', 'carrier-tracking');

/** Our edge and the baseline's, each in its process, ready for requests; their topics begin with the prefix. */
export async function startSides(
  { stack, profileTo, signal }: BenchContext,
  topicPrefix: string,
): Promise<{ ours: Side; baseline: Side; stop: () => Promise<void> }> {
  await ensureBuilt(signal);
  await buildPrograms('bench', signal);
  const secrets = newSecrets();
  const environment = buildEnvironment({
    stack,
    secrets,
    topicPrefix,
    ports: await randomPorts(),
    smtpUrl: 'smtp://127.0.0.1:9',
    extra: { LOG_LEVEL: 'warn' },
  }).services['carrier-tracking'];
  await createTopics(stack.kafkaBrokers, topicPrefix);
  await migrate(environment, signal);

  const edge = new Program({
    main: join(repositoryRoot, 'tools', 'bench', 'intake', 'serve-edge.ts'),
    settings: { folder: serviceFolder },
    env: environment,
    flags: serviceFlags,
    profileTo,
  });
  const baseline = new Program({
    main: join(stateDir, 'bench', 'bench', 'baseline', 'intake.main.js'),
    settings: { brokers: stack.kafkaBrokers, topic: topicPrefix + trackingEventsTopic.name },
  });
  const stop = async (): Promise<void> => void (await Promise.all([edge.stop(), baseline.stop()]));
  try {
    const [{ port: ourPort }, { port: theirPort }] = (await Promise.all(
      [edge, baseline].map((program) => program.heard<{ port: number }>('port', startLimitMs)),
    )) as [{ port: number }, { port: number }];
    const tokens = new InternalTokens(secrets.internalToken);
    const caller = { merchantId: randomUUID(), keyId: randomUUID(), scopes: ['tracking:write'] };
    const ourUploads = new FreshUploads('LFO');
    const theirUploads = new FreshUploads('LFB');
    return {
      stop,
      ours: {
        name: 'ours',
        pid: edge.pid,
        uploads: ourUploads,
        endpoint: async () => ({
          port: ourPort,
          path: '/v1/tracking-events/batch',
          headers: { authorization: `Bearer ${await tokens.sign(caller)}` },
        }),
        body: (scans) => ourUploads.batch(scans),
      },
      baseline: {
        name: 'baseline',
        pid: baseline.pid,
        uploads: theirUploads,
        endpoint: () => Promise.resolve({ port: theirPort, path: '/tracking-events' }),
        body: () => theirUploads.one(),
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function migrate(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const { code, output } = await runCommand(
    process.execPath,
    [join(serviceFolder, 'dist', 'main.js'), 'migrate'],
    { env, signal },
  );
  if (code !== 0) throw new Error(`carrier-tracking could not be migrated:\n${lastLines(output)}`);
}
