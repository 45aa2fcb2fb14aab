import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort, nextFreePort } from './ports.ts';
import { roleName, services, urlVariable } from './services.ts';
import type { ServiceName } from './services.ts';
import type { Stack } from './stack.ts';
import { readState, writeState } from './state-file.ts';

/** Port of each service. */
export type ServicePorts = Readonly<Record<ServiceName, number>>;

/** Secrets of one system. Buyers' data is readable only under its master key, so they stay as long as the data. */
export interface SystemSecrets {
  readonly internalToken: string;
  /** 32 bytes, base64. */
  readonly masterKey: string;
  readonly trackingPage: string;
}

/** The API key of the demo merchant. Known to everyone: it exists only in a system started with a demo. */
export const demoApiKey = 'lf_demo_4rTq9ZkW2mXc7LpVb3Yh';

/** What signs 17TRACK's pushes in a development system, unless CARRIER_17TRACK_API_KEY is set. */
export const developmentSenderKey = '17track-development-key';

/** The secrets kept in a data folder; made at the first call. */
export function systemSecrets(dataDir: string): SystemSecrets {
  const file = join(dataDir, 'secrets.json');
  const known = readState<SystemSecrets>(file);
  if (known) return known;
  const secrets = newSecrets();
  writeState(file, secrets);
  return secrets;
}

/** The API key of a merchant that `npm start` makes: the same for the same name as long as the data stays. */
export function merchantKey(secrets: SystemSecrets, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  return `lf_dev_${createHmac('sha256', secrets.internalToken).update(`merchant ${name}`).digest('hex').slice(0, 40)}`;
}

/** New random secrets, for a system that does not outlive its data. */
export function newSecrets(): SystemSecrets {
  return {
    internalToken: randomBytes(32).toString('hex'),
    masterKey: randomBytes(32).toString('base64'),
    trackingPage: randomBytes(32).toString('hex'),
  };
}

/** The preferred port of each service, or the next free one; `report` hears of the busy ones. */
export async function choosePorts(report: (line: string) => void): Promise<ServicePorts> {
  const taken = new Set<number>();
  const ports: Partial<Record<ServiceName, number>> = {};
  for (const { name, port } of [...services].sort((a, b) => a.port - b.port)) {
    const chosen = await nextFreePort(port, taken);
    if (chosen !== port) report(`Port ${port} is busy: ${name} listens on ${chosen}.`);
    taken.add(chosen);
    ports[name] = chosen;
  }
  return ports as ServicePorts;
}

/** Any free port for each service: for tests, several systems at once. */
export async function randomPorts(): Promise<ServicePorts> {
  const ports: Partial<Record<ServiceName, number>> = {};
  for (const { name } of services) ports[name] = await freePort();
  return ports as ServicePorts;
}

export interface EnvironmentOptions {
  readonly stack: Pick<Stack, 'kafkaBrokers' | 'databaseUrl'>;
  readonly ports: ServicePorts;
  readonly secrets: SystemSecrets;
  readonly clock?: 'system' | 'replay';
  /** Where mails go, `smtp://host:port`. */
  readonly smtpUrl: string;
  /** Keeps several systems on one Kafka apart. */
  readonly topicPrefix?: string;
  /** Added to every service's environment. */
  readonly extra?: Readonly<Record<string, string>>;
}

export interface SystemEnvironment {
  /** Address of the gateway and the console. */
  readonly url: string;
  /** What `node apps/<name>/dist/main.js` gets. */
  readonly services: Readonly<Record<ServiceName, NodeJS.ProcessEnv>>;
}

/** Variables of the user's shell that must not reach a service. */
const notPassedOn = /^(npm_|NODE_OPTIONS$|TEST_|JEST_|KAFKA_|DATABASE_URL$|PORT$)/;

/** The environment of every service of one system. A role's password follows from the superuser's and its name. */
export function buildEnvironment(options: EnvironmentOptions): SystemEnvironment {
  const { stack, ports, secrets } = options;
  const url = `http://localhost:${ports.console}`;
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !notPassedOn.test(name)),
  );
  const addresses = Object.fromEntries(
    services.map(({ name }) => [urlVariable(name), `http://127.0.0.1:${ports[name]}`]),
  );
  const shared: NodeJS.ProcessEnv = {
    CARRIER_17TRACK_API_KEY: developmentSenderKey,
    HOST: '127.0.0.1',
    PUBLIC_URL: url,
    ...inherited,
    ...addresses,
    GATEWAY_URL: `http://127.0.0.1:${ports.console}`,
    KAFKA_BROKERS: stack.kafkaBrokers,
    KAFKA_TOPIC_PREFIX: options.topicPrefix ?? '',
    MIGRATION_DATABASE_URL: stack.databaseUrl,
    INTERNAL_TOKEN_SECRET: secrets.internalToken,
    LANDFALL_MASTER_KEY: secrets.masterKey,
    TRACKING_PAGE_SECRET: secrets.trackingPage,
    LANDFALL_CLOCK: options.clock ?? 'system',
    SMTP_URL: options.smtpUrl,
    ...options.extra,
  };
  const of = ({ name }: { name: ServiceName }): [ServiceName, NodeJS.ProcessEnv] => [
    name,
    { ...shared, PORT: String(ports[name]), DATABASE_URL: serviceDatabaseUrl(stack.databaseUrl, name) },
  ];
  return { url, services: Object.fromEntries(services.map(of)) as Record<ServiceName, NodeJS.ProcessEnv> };
}

/** The URL of a service's own role. */
export function serviceDatabaseUrl(adminUrl: string, name: ServiceName): string {
  const url = new URL(adminUrl);
  const role = roleName(name);
  const password = createHmac('sha256', `${url.username}:${url.password}`)
    .update(role)
    .digest('hex')
    .slice(0, 32);
  url.username = role;
  url.password = password;
  return url.toString();
}
