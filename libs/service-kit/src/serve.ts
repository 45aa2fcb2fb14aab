import { KafkaBatchServer } from '@landfall/messaging';
import { migrate } from '@landfall/persistence';
import { createLogger, startTelemetry, type Logger } from '@landfall/telemetry';
import { Clock } from './clock/clock.ts';
import { baseSettings, type BaseConfig } from './config/base-config.ts';
import { ConfigError, defineConfig } from './config/define-config.ts';
import { createServiceApp, openApiInfoOf } from './create-service-app.ts';
import { HealthChecks } from './health/health-checks.ts';
import { buildOpenApi } from './openapi/build-open-api.ts';
import { OpenRequests } from './requests/open-requests.ts';
import type { ServiceDefinition } from './service/define-service.ts';
import { followReplayClock } from './service/follow-replay-clock.ts';
import { PipeModule } from './service/pipe.module.ts';

/** Together under five seconds, after which a supervisor may kill the process. */
const drainLimitMillis = 2_400;
const closeLimitMillis = 1_300;
const flushLimitMillis = 800;

/**
 * The whole main() of a service: `node main.js` serves, `migrate` and `openapi` (prints the document) and the service's
 * own commands run and end. Ends the process with code 1 on a configuration that cannot be used, a failed start or
 * command, or an error that nobody caught; with 0 after SIGTERM or SIGINT.
 */
export const runService = async (definition: ServiceDefinition): Promise<void> => {
  const logger = createLogger(definition.name);
  const fail = (message: string) => (error: unknown) => {
    if (error instanceof ConfigError) process.stderr.write(`${definition.name}: ${error.message}\n`);
    else logger.fatal({ err: error }, message);
    process.exit(1);
  };
  process.on('uncaughtException', fail('an error that nobody caught'));
  process.on('unhandledRejection', fail('a rejection that nobody caught'));
  try {
    const config = loadConfig(definition);
    const [command, ...args] = process.argv.slice(2);
    if (command === undefined) return await serve(definition, config, logger);
    await runCommand(definition, config, logger, command, args);
  } catch (error) {
    return fail('could not start')(error);
  }
  process.exit(0);
};

/** Reads a service's configuration; throws ConfigError. */
export const loadConfig = (
  definition: ServiceDefinition,
  environment?: Record<string, string | undefined>,
): BaseConfig => defineConfig({ ...baseSettings(definition.name), ...definition.settings }).load(environment);

/** The Nest application of a service with everything it consumes and serves; not listening yet. */
export const createService = async (definition: ServiceDefinition, config: BaseConfig, logger: Logger) => {
  const { name, configure } = definition;
  const app = await createServiceApp({
    name,
    config,
    module: PipeModule.of(definition, config, logger),
    configure,
    logger,
  });
  app.connectMicroservice({ strategy: app.get(KafkaBatchServer) }, { inheritAppConfig: false });
  return app;
};

const serve = async (definition: ServiceDefinition, config: BaseConfig, logger: Logger): Promise<void> => {
  const telemetry = startTelemetry({ service: definition.name, report: logger });
  const app = await createService(definition, config, logger);
  let started = false;
  app.get(HealthChecks).add('started', async () => {
    if (!started) throw new Error('starting');
  });

  const stopping = new AbortController();
  const end = async (signal: string): Promise<void> => {
    stopping.abort();
    // At once: who takes the partitions over need not wait until the last request has been answered.
    const [drained] = await Promise.all([
      within(drainLimitMillis, app.get(OpenRequests).close()),
      within(drainLimitMillis, app.get(KafkaBatchServer).close()),
    ]);
    const closed = await within(closeLimitMillis, app.close());
    await within(flushLimitMillis, telemetry.shutdown());
    logger.info({ signal, drained, closed }, 'stopped');
    process.exit(0);
  };
  let ending: Promise<void> | undefined;
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => void (ending ??= end(signal)));

  await app.listen({ port: config.PORT, host: config.HOST });
  logger.info({ address: await app.getUrl() }, 'listening');
  void followReplayClock(app.get(Clock), config, stopping.signal);
  await app.startAllMicroservices();
  started = true;
};

const runCommand = async (
  definition: ServiceDefinition,
  config: BaseConfig,
  logger: Logger,
  command: string,
  args: string[],
): Promise<void> => {
  const { name, schema, configure, migrations, commands = {} } = definition;
  const module = () => PipeModule.of(definition, config, logger);
  if (command === 'openapi') {
    const app = await createServiceApp({ name, config, module: module(), configure, logger, preview: true });
    process.stdout.write(`${JSON.stringify(buildOpenApi(app, openApiInfoOf(name)), undefined, 2)}\n`);
  } else if (command === 'migrate') {
    const adminUrl = config.MIGRATION_DATABASE_URL;
    if (!adminUrl)
      throw new Error('MIGRATION_DATABASE_URL is missing: a role that may create schemas and roles');
    await migrate({ adminUrl, serviceUrl: config.DATABASE_URL, schema, migrations });
  } else if (Object.hasOwn(commands, command)) {
    const app = await createServiceApp({ name, config, module: module(), configure, logger });
    await commands[command]?.(app, args);
    await app.close();
  } else {
    throw new Error(
      `there is no command ${command}; there are ${['openapi', 'migrate', ...Object.keys(commands)].join(', ')}`,
    );
  }
};

/** Whether the work ended well within so many milliseconds. */
const within = (millis: number, work: Promise<unknown>): Promise<boolean> =>
  new Promise((resolve) => {
    const limit = setTimeout(() => resolve(false), millis);
    const settle = (well: boolean) => () => {
      clearTimeout(limit);
      resolve(well);
    };
    work.then(settle(true), settle(false));
  });
