import { QueryFailedError } from 'typeorm';
import type { PreparedStatements } from './prepared-statements.ts';
import { SilenceLimit } from './silence-limit.ts';

/** What a transaction sees. */
export interface Sight {
  /** Ids of the merchants whose rows may be seen and written. */
  merchants: readonly string[];
  /** Whether nothing is written, and all questions are answered as of the first: what they say together was true at once. */
  snapshot?: boolean;
}

/** One Postgres transaction (READ COMMITTED, a snapshot where its scope says so) that sees the rows of its merchants only. */
export interface Transaction {
  /** The rows of a SELECT or of a RETURNING clause. Questions asked at once travel together. */
  query<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /**
   * Sends a statement without waiting for it; it runs before whatever is sent next. When it fails, the next question
   * or the commit fails with its error.
   */
  execute(sql: string, parameters?: unknown[]): void;
  /** Runs work under a savepoint: when it throws, what it wrote is undone and the transaction can go on. */
  attempt<T>(work: () => Promise<T>): Promise<T>;
  /** Adds merchants to those whose rows the transaction sees. */
  admit(merchants: readonly string[]): void;
  /** Runs after the commit; never when it is rolled back, or the attempt that it was asked for in. */
  afterCommit(work: () => void): void;
}

/** What is used of a connection of `pg` in pipeline mode: statements are answered in the order in which they are sent. */
export interface Connection {
  query(query: { name?: string; text: string; values?: unknown[] }): Promise<Answer>;
  readonly connection: { readonly stream: { cork(): void; uncork(): void; destroy(error: Error): void } };
}

/**
 * Postgres ends every statement itself before that (`statement_timeout`, 30 s): a connection that has been silent for
 * longer leads nowhere, though nobody has closed it, and would keep its transaction waiting for ever.
 */
const silenceLimitMs = 35_000;

interface Answer {
  command?: string;
  rows?: unknown[];
}

/** A transaction on a connection of its own: begins when it is made, and must be committed or rolled back. */
export class OpenTransaction implements Transaction {
  private readonly admitted = new Set<string>();
  private readonly committed: (() => void)[] = [];
  /** Resolves when every statement that nobody waits for has been answered. */
  private answered: Promise<void> = Promise.resolve();
  /** The first error of those, until somebody is told of it. */
  private failure: unknown;
  private readonly silence: SilenceLimit;
  private gathering = false;

  constructor(
    private readonly connection: Connection,
    private readonly statements: PreparedStatements,
    { merchants, snapshot = false }: Sight,
  ) {
    this.silence = new SilenceLimit(silenceLimitMs, () =>
      connection.connection.stream.destroy(
        new Error(`connection terminated: silent for ${silenceLimitMs / 1_000} s`),
      ),
    );
    this.execute(
      snapshot ? 'START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY' : 'START TRANSACTION',
    );
    if (merchants.length > 0) this.admit(merchants);
  }

  async query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]> {
    // Several statements in one text answer with one result each; no caller asks for their rows.
    return ((await this.ask(sql, parameters)).rows ?? []) as Row[];
  }

  execute(sql: string, parameters?: unknown[]): void {
    this.answered = this.send(sql, parameters).then(
      () => undefined,
      (error: unknown) => {
        this.failure ??= error;
      },
    );
  }

  async attempt<T>(work: () => Promise<T>): Promise<T> {
    this.execute('SAVEPOINT attempt');
    const committed = this.committed.length;
    try {
      const result = await work();
      await this.query('RELEASE SAVEPOINT attempt');
      return result;
    } catch (error) {
      this.committed.length = committed;
      await this.takeFailure();
      // Released as well: an outer attempt has the same name.
      await this.query('ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt');
      throw error;
    }
  }

  admit(merchants: readonly string[]): void {
    for (const merchant of merchants) this.admitted.add(merchant);
    this.execute(`SELECT set_config('app.merchants', $1, true)`, [`{${[...this.admitted].join(',')}}`]);
  }

  afterCommit(work: () => void): void {
    this.committed.push(work);
  }

  /** @throws the error of a statement that nobody waited for; then nothing has been committed */
  async commit(): Promise<void> {
    const { command } = await this.ask('COMMIT');
    const failure = await this.takeFailure();
    if (failure !== undefined) throw failure;
    if (command !== 'COMMIT') throw new Error('rolled back: a statement had failed, and nobody heeded it');
    for (const work of this.committed) work();
  }

  async rollback(): Promise<void> {
    await this.send('ROLLBACK');
  }

  /** An answer, or the error of whatever failed first. */
  private async ask(sql: string, parameters?: unknown[]): Promise<Answer> {
    try {
      return await this.send(sql, parameters);
    } catch (error) {
      throw (await this.takeFailure()) ?? error;
    }
  }

  private async send(sql: string, parameters?: unknown[]): Promise<Answer> {
    this.gather();
    const name = parameters && this.statements.nameOf(sql);
    try {
      return await this.silence.watch(
        this.connection.query({
          text: sql,
          ...(name !== undefined && { name }),
          ...(parameters && { values: parameters }),
        }),
      );
    } catch (error) {
      throw new QueryFailedError(sql, parameters, error as Error);
    }
  }

  /** What is sent in one tick goes out in one write: each costs a system call here and wakes the server there. */
  private gather(): void {
    if (this.gathering) return;
    this.gathering = true;
    const { stream } = this.connection.connection;
    stream.cork();
    process.nextTick(() => {
      this.gathering = false;
      stream.uncork();
    });
  }

  private async takeFailure(): Promise<unknown> {
    await this.answered;
    const failure = this.failure;
    this.failure = undefined;
    return failure;
  }
}
