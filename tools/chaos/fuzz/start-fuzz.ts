import { join } from 'node:path';
import { ensureBuilt } from '../../stack/build.ts';
import { quietTimers } from '../../stack/node-flags.ts';
import { runCommand } from '../../stack/run-command.ts';
import { fuzzUsage, readFuzzOptions } from './options.ts';

/** Runs a campaign of `npm run chaos -- fuzz` in a process of its own. Resolves to its exit code. */
export async function startFuzz(args: readonly string[], signal: AbortSignal): Promise<number> {
  if (args.includes('--help')) {
    console.log(fuzzUsage);
    return 0;
  }
  readFuzzOptions(args);
  await ensureBuilt(signal);
  const program = join(import.meta.dirname, 'fuzz.ts');
  const { code } = await runCommand(process.execPath, ['--expose-gc', quietTimers, program, ...args], {
    output: 'inherit',
    signal,
  });
  return code;
}
