import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../stack/repository.ts';
import { runCommand } from '../../stack/run-command.ts';
import { single, sum } from '../tally.ts';
import type { Tally } from '../tally.ts';
import { plantedViolations } from './planted-violations.ts';
import type { PlantedViolation } from './planted-violations.ts';

/** Every planted file's name starts so; version control ignores them. */
const prefix = 'planted-violation';

interface LintResult {
  readonly filePath: string;
  readonly messages: readonly {
    readonly ruleId: string | null;
    readonly message: string;
    readonly fatal?: boolean;
  }[];
}

/** Whether ESLint said what it must about one planted file: the rule reports it, or nothing does. */
export function judge(planted: PlantedViolation, reported: readonly (string | null)[]): boolean {
  return planted.reportedBy === undefined ? reported.length === 0 : reported.includes(planted.reportedBy);
}

/**
 * Plants one file for every import rule, lints them all with Nx's project graph present, and removes them.
 * Each rule counts as one test.
 */
export async function checkBoundaries(signal: AbortSignal): Promise<Tally> {
  removePlanted();
  // Without a cached project graph the module boundaries are skipped silently.
  await node(['nx', 'dist', 'bin', 'nx.js'], ['show', 'projects', '--json'], signal);
  const files = plantedViolations.map((planted, index) =>
    join(repositoryRoot, planted.folder, `${prefix}-${index + 1}.ts`),
  );
  const removeOnExit = (): void => removePlanted();
  process.once('exit', removeOnExit);
  try {
    plantedViolations.forEach((planted, index) => writeFileSync(files[index] as string, planted.code));
    const output = await node(['eslint', 'bin', 'eslint.js'], ['--format', 'json', ...files], signal);
    return tally(
      files,
      JSON.parse(output.slice(output.indexOf('[{'), output.lastIndexOf(']') + 1)) as LintResult[],
    );
  } finally {
    removePlanted();
    process.off('exit', removeOnExit);
  }
}

function tally(files: readonly string[], results: readonly LintResult[]): Tally {
  return sum(
    plantedViolations.map((planted, index) => {
      const messages = results.find((result) => result.filePath === files[index])?.messages ?? [];
      const name = `boundary: ${planted.rule}`;
      const passed = judge(
        planted,
        messages.map((message) => message.ruleId),
      );
      const told = messages.map((message) => `${message.ruleId ?? 'error'}: ${message.message}`).join('; ');
      console.log(
        `${passed ? 'ok  ' : 'FAIL'} ${name}${passed ? '' : ` (ESLint said: ${told || 'nothing'})`}`,
      );
      return single(name, passed);
    }),
  );
}

async function node(
  script: readonly string[],
  args: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const file = join(repositoryRoot, 'node_modules', ...script);
  const { output } = await runCommand(process.execPath, [file, ...args], { cwd: repositoryRoot, signal });
  return output;
}

/** Removes planted files, those of a killed run too. */
function removePlanted(): void {
  for (const group of ['libs', 'apps']) {
    for (const entry of readdirSync(join(repositoryRoot, group))) {
      const folder = join(repositoryRoot, group, entry, 'src');
      if (!existsSync(folder)) continue;
      for (const file of readdirSync(folder).filter((name) => name.startsWith(prefix))) {
        rmSync(join(folder, file), { force: true });
      }
    }
  }
}
