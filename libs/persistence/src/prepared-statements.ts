/** More texts than a service has: whoever builds SQL without end must not fill the server's memory with plans. */
const limit = 1_000;

/**
 * Names for statements with parameters: Postgres parses and plans a named one once a connection, and after five runs
 * keeps its plan where a general one is as good. Row-level security makes planning the dearer part of a small statement.
 */
export class PreparedStatements {
  private readonly names = new Map<string, string>();
  private generation = 0;

  /** The name of a statement; undefined where it shall not be prepared. */
  nameOf(sql: string): string | undefined {
    const known = this.names.get(sql);
    if (known !== undefined || this.names.size >= limit) return known;
    const name = `landfall_${this.generation}_${this.names.size}`;
    this.names.set(sql, name);
    return name;
  }

  /** Gives all statements new names: a migration has changed what the prepared ones return. */
  renew(): void {
    this.generation += 1;
    this.names.clear();
  }
}
