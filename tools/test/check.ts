import { repositoryRoot } from '../stack/repository.ts';
import { runCommand } from '../stack/run-command.ts';
import { single } from './tally.ts';
import type { Tally } from './tally.ts';

export interface CheckOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Says what is wrong with the output of a run that ended well; undefined when nothing is. */
  readonly objection?: (output: string) => string | undefined;
}

/** Runs one of the repository's Node programs; it counts as one test, and its output is shown when it fails. */
export async function runCheck(
  name: string,
  [script, ...args]: readonly [string, ...string[]],
  signal: AbortSignal,
  options: CheckOptions = {},
): Promise<Tally> {
  const { code, output } = await runCommand(process.execPath, [...process.execArgv, script, ...args], {
    cwd: repositoryRoot,
    env: { ...process.env, ...options.env },
    signal,
  });
  const objection = code === 0 ? options.objection?.(output) : undefined;
  const passed = code === 0 && objection === undefined;
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}${objection === undefined ? '' : `: ${objection}`}`);
  if (!passed) console.log(output.trimEnd());
  return single(name, passed);
}
