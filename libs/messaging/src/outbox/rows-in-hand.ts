import type { Publication } from './outbox.ts';

/** What is kept of rows at most, in bytes of their text: about what a second of full load tells. */
const mostBytes = 8_000_000;

/**
 * What this process has just put into the outbox, by the id of its row, so that the relay need not read and parse what
 * stood in memory a moment ago. The table says which rows there are; what is missing here is read there.
 * Ids come again after a Postgres has been put back to a backup: a row in hand is the one in the table only where both are
 * equally long, and none is kept over a fault.
 */
export class RowsInHand {
  private readonly rows = new Map<string, { messages: readonly Publication[]; bytes: number }>();
  private bytes = 0;

  /** Keeps a committed row with so many bytes of text; the oldest ones make room. */
  keep(id: string, messages: readonly Publication[], bytes: number): void {
    this.drop(id);
    this.rows.set(id, { messages, bytes });
    this.bytes += bytes;
    for (const oldest of this.rows.keys()) {
      if (this.bytes <= mostBytes) return;
      this.drop(oldest);
    }
  }

  /** @param bytes of the row's text in the table */
  messagesOf(id: string, bytes: number): readonly Publication[] | undefined {
    const row = this.rows.get(id);
    return row?.bytes === bytes ? row.messages : undefined;
  }

  /** Forgets everything. */
  clear(): void {
    this.rows.clear();
    this.bytes = 0;
  }

  /** Forgets a row that has been published. */
  drop(id: string): void {
    this.bytes -= this.rows.get(id)?.bytes ?? 0;
    this.rows.delete(id);
  }
}
