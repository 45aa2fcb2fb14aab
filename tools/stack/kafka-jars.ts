import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findMaven } from './java.ts';
import { isAlive } from './processes.ts';
import { cacheDir, repositoryRoot } from './repository.ts';
import { lastLines, runCommand } from './run-command.ts';

const pom = join(repositoryRoot, 'deploy', 'kafka', 'pom.xml');

/** Folder of Kafka's jars: one per content of `deploy/kafka/pom.xml`. */
export function kafkaJarsDir(): string {
  const hash = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  return join(cacheDir(), `kafka-${hash}`);
}

/** True when Kafka's jars are in the cache, so that Maven is not needed. */
export function hasKafkaJars(): boolean {
  return existsSync(kafkaJarsDir());
}

/**
 * Fetches Kafka's jars with Maven unless the cache has them; several processes may do so at once.
 * Rejects with Maven's last lines when the download fails.
 */
export async function provideKafkaJars(log: (line: string) => void, signal?: AbortSignal): Promise<string> {
  const target = kafkaJarsDir();
  removeAbandoned();
  if (existsSync(target)) return target;
  const found = findMaven();
  if ('problem' in found) throw new Error(`Missing: ${found.problem}`);
  log('Fetching Apache Kafka with Maven (once, 43 MB)');
  const partial = `${target}.partial-${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    const { code, output } = await runCommand(
      found.maven,
      ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`],
      { signal },
    );
    if (code !== 0) throw new Error(`Maven could not fetch Kafka:\n${lastLines(output)}`);
    renameInto(partial, target);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return target;
}

/** Puts a finished folder into place; another process may have been first with the same content. */
function renameInto(partial: string, target: string): void {
  try {
    renameSync(partial, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  }
}

/** Removes downloads whose process is gone. */
function removeAbandoned(): void {
  if (!existsSync(cacheDir())) return;
  for (const entry of readdirSync(cacheDir())) {
    const pid = /\.partial-(\d+)$/.exec(entry)?.[1];
    if (pid && !isAlive(Number(pid))) {
      rmSync(join(cacheDir(), entry), { recursive: true, force: true });
    }
  }
}
