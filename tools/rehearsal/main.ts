import { join } from 'node:path';
import { ensureBuilt } from '../stack/build.ts';
import { runCommand } from '../stack/run-command.ts';
import { runMain } from '../stack/shutdown.ts';

/** The services' functions are compiled: they run in a process without the condition of the sources. */
await runMain(async ({ signal }) => {
  await ensureBuilt(signal);
  const program = join(import.meta.dirname, 'rehearse.ts');
  const { code } = await runCommand(process.execPath, [program, ...process.argv.slice(2)], {
    output: 'inherit',
    signal,
  });
  return code;
});
