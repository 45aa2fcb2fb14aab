import { spawnSync } from 'node:child_process';

/** What Docker offers on this machine. */
export interface DockerEngine {
  readonly engine: boolean;
  /** The `docker compose` plug-in. */
  readonly compose: boolean;
}

let known: DockerEngine | undefined;

/** Asks the Docker client whether an engine answers; at most 5 s, once per process. */
export function dockerEngine(): DockerEngine {
  if (known) return known;
  const ask = (...args: string[]): boolean => {
    const answer = spawnSync('docker', args, { encoding: 'utf8', timeout: 5_000 });
    return answer.status === 0 && answer.stdout.trim() !== '';
  };
  const engine = ask('info', '--format', '{{.ServerVersion}}');
  known = { engine, compose: engine && ask('compose', 'version', '--short') };
  return known;
}
