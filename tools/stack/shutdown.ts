/** Ends a command in order: what was opened last is closed first, once, whatever asks for it. */
export class Shutdown {
  readonly #controller = new AbortController();
  readonly #closers: (() => Promise<void>)[] = [];
  #closing: Promise<void> | undefined;

  /** Aborts when the command must end: a signal, or its starter has been killed. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  constructor() {
    const stop = (reason: string) => (): void => this.#controller.abort(new Error(reason));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop(signal));
    if (process.channel) {
      process.on('disconnect', stop('SIGTERM'));
      // The channel to the starter must not keep this process alive.
      process.channel.unref();
    }
  }

  /** Registers how to undo what has just been opened. */
  defer(closer: () => Promise<void>): void {
    this.#closers.push(closer);
  }

  /** Resolves when the command has been asked to end. */
  async requested(): Promise<void> {
    if (this.signal.aborted) return;
    await new Promise((done) => this.signal.addEventListener('abort', done, { once: true }));
  }

  /** Closes everything, newest first; a closer that fails is reported and the others still run. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    this.#controller.abort(new Error('closed'));
    for (let closer = this.#closers.pop(); closer; closer = this.#closers.pop()) {
      await closer().catch((error: unknown) => console.error('While stopping:', error));
    }
  }
}

/**
 * Runs a command's main function and ends the process with its exit code: 130 after Ctrl-C, 1 after an error, whose
 * message is shown without its stack unless LANDFALL_DEBUG is set.
 */
export async function runMain(main: (shutdown: Shutdown) => Promise<number>): Promise<never> {
  const shutdown = new Shutdown();
  let code: number;
  try {
    code = await main(shutdown);
  } catch (error) {
    code = 1;
    if (shutdown.signal.aborted) code = 130;
    else console.error(process.env['LANDFALL_DEBUG'] ? error : `\n${messageOf(error)}`);
  }
  const interrupted = code === 130;
  await shutdown.close();
  if (interrupted) console.error('\nInterrupted; everything that had been started is stopped.');
  process.exit(code);
}

/** The messages of an error and its causes, one a line. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}\n  ${messageOf(error.cause)}`;
}
