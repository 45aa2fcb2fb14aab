import type { Client, Connection, Submittable } from 'pg';

/** What of a connection serves COPY; its published types leave that out. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** A query of `pg` that sends one chunk of rows. */
class CopyIn implements Submittable {
  readonly done: Promise<void>;
  private succeed!: () => void;
  private fail!: (error: Error) => void;
  private readonly sql: string;
  private readonly rows: Buffer;

  constructor(sql: string, rows: Buffer) {
    this.sql = sql;
    this.rows = rows;
    this.done = new Promise((resolve, reject) => {
      this.succeed = resolve;
      this.fail = reject;
    });
  }

  submit(connection: Connection): void {
    connection.query(this.sql);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(this.rows);
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    // The client tells a query that has failed nothing more.
    this.fail(error);
  }

  handleReadyForQuery(): void {
    this.succeed();
  }
}

/** Appends rows in COPY's text form; rejects with Postgres' error. */
export const copyIn = (client: Client, into: string, rows: string): Promise<void> =>
  client.query(new CopyIn(`COPY ${into} FROM STDIN`, Buffer.from(rows))).done;

/** A row in COPY's text form, with its line's end. */
export const copyRow = (values: readonly (string | number | null)[]): string =>
  `${values.map((value) => (value === null ? '\\N' : escaped(String(value)))).join('\t')}\n`;

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const escaped = (text: string): string => text.replace(/[\\\n\r\t]/g, (found) => escapes[found] ?? found);
