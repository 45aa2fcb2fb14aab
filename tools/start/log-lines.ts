/** The levels of a warning and above, by name and as pino's numbers. */
const shownLevels: ReadonlySet<unknown> = new Set(['warn', 'error', 'fatal', 40, 50, 60]);

/**
 * What of a program's output belongs on the console: warnings and errors of its JSON log with their cause, and
 * whatever else it writes to its error stream (a crash). Undefined for all other lines.
 */
export function noteworthy(line: string, fromErrorStream: boolean): string | undefined {
  const entry = parseEntry(line);
  if (!entry) return fromErrorStream && line.trim() !== '' ? line : undefined;
  if (!shownLevels.has(entry.level)) return undefined;
  const message = entry.msg ?? '';
  const cause = entry.err?.message ?? entry.error ?? entry.message;
  return cause === undefined || message.includes(String(cause)) ? message : `${message}: ${String(cause)}`;
}

interface LogEntry {
  readonly level?: unknown;
  readonly msg?: string;
  /** The cause, as pino's error serialiser, our own services and kafkajs name it. */
  readonly err?: { readonly message?: string };
  readonly error?: unknown;
  readonly message?: unknown;
}

function parseEntry(line: string): LogEntry | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as LogEntry;
  } catch {
    return undefined;
  }
}

/** What the limiter lets through of a line: nothing, the line, or the line as the last one for a while. */
export type Shown = 'no' | 'yes' | 'last';

const repeatMs = 30_000;
const windowMs = 10_000;
const linesAWindow = 5;

/** Keeps one program from flooding the console: a line is repeated after 30 s, and ten seconds show five at most. */
export class LineLimiter {
  readonly #lastShown = new Map<string, number>();
  #windowStart = -Infinity;
  #inWindow = 0;

  /** Whether to show the line at this time, in ms. */
  admit(line: string, now: number): Shown {
    for (const [text, at] of this.#lastShown) if (now - at >= repeatMs) this.#lastShown.delete(text);
    if (this.#lastShown.has(line)) return 'no';
    if (now - this.#windowStart >= windowMs) {
      this.#windowStart = now;
      this.#inWindow = 0;
    }
    this.#inWindow += 1;
    if (this.#inWindow > linesAWindow) return 'no';
    this.#lastShown.set(line, now);
    return this.#inWindow === linesAWindow ? 'last' : 'yes';
  }
}
