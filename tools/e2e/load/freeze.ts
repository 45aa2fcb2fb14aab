import { spawnSync } from 'node:child_process';
import { sendSignal } from '../../stack/processes.ts';

const childrenOf = (pid: number): number[] =>
  [...spawnSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' }).stdout.matchAll(/(\d+)\s+(\d+)/g)]
    .filter(([, , parent]) => Number(parent) === pid)
    .map(([, child]) => Number(child));

/**
 * Stops a server where it stands: it neither answers nor refuses. Postgres serves each connection by a child, so
 * children stop as well. The function it gives lets them go on.
 */
export const freeze = (pid: number): (() => void) => {
  sendSignal(pid, 'SIGSTOP');
  const all = [pid, ...childrenOf(pid)];
  for (const each of all) sendSignal(each, 'SIGSTOP');
  return () => {
    for (const each of all) sendSignal(each, 'SIGCONT');
  };
};
