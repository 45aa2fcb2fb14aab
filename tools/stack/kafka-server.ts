import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { findJava } from './java.ts';
import { kafkaJarsDir, provideKafkaJars } from './kafka-jars.ts';
import type { NativeServerKind } from './native-server.ts';
import { choosePort } from './ports.ts';
import { endProcess, findProcesses } from './processes.ts';
import { probeKafka } from './readiness.ts';
import { repositoryRoot } from './repository.ts';
import { lastLines, runCommand } from './run-command.ts';

const template = join(repositoryRoot, 'deploy', 'kafka', 'server.properties');

/** Fills `${name}` in a properties template; throws on a name without a value. */
export function fillProperties(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\$\{(\w+)\}/g, (_match, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`server.properties: no value for "${name}"`);
    return String(value);
  });
}

/** A new Kafka cluster id: 16 random bytes, base64url, never starting with a dash. */
export function newClusterId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}

/** A single-node KRaft broker on the JVM over `<dataDir>/kafka`. */
export function kafkaServer(options: {
  readonly dataDir: string;
  readonly preferredPort: number | undefined;
  readonly log: (line: string) => void;
}): NativeServerKind {
  const dir = join(options.dataDir, 'kafka');
  const fresh = `${dir}.new`;
  const properties = join(dir, 'server.properties');

  const java = (): string => {
    const found = findJava();
    if ('problem' in found) throw new Error(`Missing: ${found.problem}`);
    return found.java;
  };
  const jvm = (...args: string[]): string[] => [
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    '-Dorg.slf4j.simpleLogger.showDateTime=true',
    '-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS',
    '-cp',
    join(kafkaJarsDir(), '*'),
    ...args,
  ];
  const writeProperties = (folder: string, port: number, controllerPort: number): void => {
    const logDirs = join(folder, 'data').replaceAll('\\', '/');
    const text = fillProperties(readFileSync(template, 'utf8'), { port, controllerPort, logDirs });
    writeFileSync(join(folder, 'server.properties'), text);
  };

  return {
    name: 'Kafka',
    dir,
    preferredPort: options.preferredPort,
    stopSignal: 'SIGTERM',

    async prepare(signal) {
      await provideKafkaJars(options.log, signal);
      if (isFormatted(dir)) return;
      if (existsSync(dir)) renameSync(dir, `${dir}.broken-${Date.now()}`);
      for (const found of findProcesses(join(fresh, 'server.properties')))
        await endProcess(found.pid, 'SIGKILL');
      rmSync(fresh, { recursive: true, force: true });
      mkdirSync(fresh, { recursive: true });
      writeProperties(fresh, 1, 2);
      const format = ['format', '-t', newClusterId(), '-c', join(fresh, 'server.properties'), '--standalone'];
      const { code, output } = await runCommand(
        java(),
        jvm('-XX:TieredStopAtLevel=1', 'kafka.tools.StorageTool', ...format),
        { signal },
      );
      if (code !== 0) throw new Error(`Kafka's data folder could not be formatted:\n${lastLines(output)}`);
      renameSync(fresh, dir);
    },

    findRunning: () => findProcesses('kafka.Kafka', properties).map((found) => found.pid),

    async spawn(port, logFile): Promise<ChildProcess> {
      mkdirSync(dirname(logFile), { recursive: true });
      writeProperties(dir, port, await choosePort(port + 1));
      const log = openSync(logFile, 'a');
      try {
        return spawn(
          java(),
          ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', ...jvm('kafka.Kafka', properties)],
          {
            cwd: dir,
            detached: true,
            stdio: ['ignore', log, log],
          },
        );
      } finally {
        closeSync(log);
      }
    },

    probe: (port) => probeKafka(`127.0.0.1:${port}`),
  };
}

function isFormatted(dir: string): boolean {
  const meta = join(dir, 'data', 'meta.properties');
  return existsSync(meta) && statSync(meta).size > 0;
}
