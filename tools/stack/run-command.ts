import { spawn } from 'node:child_process';
import { constants } from 'node:os';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Runs the program as this user (needs root). */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** Ends the program (SIGTERM, 5 s later SIGKILL); the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** `inherit` shows the output at once; by default it is collected. */
  readonly output?: 'inherit' | 'collect';
}

export interface CommandResult {
  /** Exit code; 128 + n when signal n ended the program, 127 when it could not be started. */
  readonly code: number;
  /** What it wrote to both streams, in order of arrival. */
  readonly output: string;
}

/** Runs a program to its end. Rejects only when aborted. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  options.signal?.throwIfAborted();
  const inherit = options.output === 'inherit';
  const child = spawn(command, args, {
    ...(options.cwd ? { cwd: options.cwd } : {}),
    env: options.env ?? process.env,
    stdio: inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    ...options.user,
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
  let kill: NodeJS.Timeout | undefined;
  const abort = (): void => {
    child.kill('SIGTERM');
    kill = setTimeout(() => child.kill('SIGKILL'), 5_000);
  };
  options.signal?.addEventListener('abort', abort, { once: true });
  const code = await new Promise<number>((done) => {
    child.once('error', (error) => {
      output += error.message;
      done(127);
    });
    child.once('close', (exit, signal) => done(exit ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
  clearTimeout(kill);
  options.signal?.removeEventListener('abort', abort);
  options.signal?.throwIfAborted();
  return { code, output };
}

/** The last `lines` lines of a program's output, for an error message. */
export function lastLines(output: string, lines = 15): string {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}
