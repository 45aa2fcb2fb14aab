import type { Publication } from './publication.ts';

/** What is kept of rows at most, in bytes of their text: about what a second of full load tells. */
const mostBytes = 8_000_000;

/**
 * What this process has just put into the outbox, by the ticket of its row, so that the relay need not read and parse what
 * stood in memory a moment ago. The table says which rows there are; what is missing here is read there.
 */
export class RowsInHand {
  private readonly rows = new Map<string, { messages: readonly Publication[]; bytes: number }>();
  private bytes = 0;

  /** Keeps a committed row with so many bytes of text; the oldest ones make room. */
  keep(ticket: string, messages: readonly Publication[], bytes: number): void {
    this.rows.set(ticket, { messages, bytes });
    this.bytes += bytes;
    for (const oldest of this.rows.keys()) {
      if (this.bytes <= mostBytes) return;
      this.drop(oldest);
    }
  }

  messagesOf(ticket: string): readonly Publication[] | undefined {
    return this.rows.get(ticket)?.messages;
  }

  /** Forgets a row that has been published. */
  drop(ticket: string): void {
    this.bytes -= this.rows.get(ticket)?.bytes ?? 0;
    this.rows.delete(ticket);
  }
}
