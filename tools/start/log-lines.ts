const warning = 40;

/**
 * What of a program's output belongs on the console: warnings and errors of its JSON log (pino levels, 40 is a
 * warning), and whatever else it writes to its error stream (a crash). Undefined for all other lines.
 */
export function noteworthy(line: string, fromErrorStream: boolean): string | undefined {
  const entry = parseEntry(line);
  if (!entry) return fromErrorStream && line.trim() !== '' ? line : undefined;
  if (typeof entry.level !== 'number' || entry.level < warning) return undefined;
  const cause = entry.err?.message;
  const message = entry.msg ?? '';
  return cause && !message.includes(cause) ? `${message}: ${cause}` : message;
}

interface LogEntry {
  readonly level?: unknown;
  readonly msg?: string;
  readonly err?: { readonly message?: string };
}

function parseEntry(line: string): LogEntry | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as LogEntry;
  } catch {
    return undefined;
  }
}
