import pg from 'pg';
import { services } from '../../../stack/services.ts';
import type { ExpectedPayload, ExpectedScan } from '../in-process/outcome.ts';

/** What the ledger has been told to expect and has found. */
export interface LedgerCounts {
  readonly scans: number;
  readonly quarantined: number;
}

interface Expected extends ExpectedScan {
  readonly run: number;
  readonly forEverybody: boolean;
}

const perQuestion = 1_000;

/** Whether all that was accepted has become scans, or was set aside with a reason. */
export class Ledger {
  readonly #scans = new Map<string, Expected>();
  /** Runs by the payload that must be set aside. */
  readonly #quarantined = new Map<string, number>();

  /**
   * Expects what a body comes to.
   * @param ids of its payloads, where the answer names them
   */
  expect(
    run: number,
    payloads: readonly ExpectedPayload[],
    ids: readonly string[],
    forEverybody: boolean,
  ): void {
    for (const [index, payload] of payloads.entries()) {
      const id = ids[index];
      if (payload.kind === 'understood')
        for (const scan of payload.scans)
          this.#scans.set(`${scan.number} ${scan.scanId} ${forEverybody}`, { ...scan, run, forEverybody });
      else if (id !== undefined) this.#quarantined.set(id, run);
    }
  }

  get counts(): LedgerCounts {
    return { scans: this.#scans.size, quarantined: this.#quarantined.size };
  }

  /** Holds what was expected against carrier-tracking's tables; everything must have been consumed. */
  async complaints(databaseUrl: string): Promise<string[]> {
    const database = new pg.Client({ connectionString: databaseUrl });
    await database.connect();
    try {
      const missing = [
        ...(await this.#missingScans(database)),
        ...(await this.#missingPayloads(database)),
        ...(await this.#notUnderstoodDownstream(database)),
      ];
      return missing.length > 20 ? [...missing.slice(0, 20), `and ${missing.length - 20} more`] : missing;
    } finally {
      await database.end();
    }
  }

  async #missingScans(database: pg.Client): Promise<string[]> {
    const complaints: string[] = [];
    const setAside = await database.query<{ detail: string }>(
      `SELECT detail FROM carrier_tracking.quarantine WHERE reason = 'scan_without_time'`,
    );
    const withoutTime = new Set(setAside.rows.map(({ detail }) => detail.split(' ')[1]));
    const all = [...this.#scans];
    for (let start = 0; start < all.length; start += perQuestion) {
      const some = all.slice(start, start + perQuestion);
      const { rows } = await database.query<{ key: string }>(
        `SELECT DISTINCT number || ' ' || scan_id || ' ' || (only_merchant IS NULL)::text AS key
         FROM carrier_tracking.kept_scan
         WHERE (number, scan_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
        [some.map(([, { number }]) => number), some.map(([, { scanId }]) => scanId)],
      );
      const kept = new Set(rows.map(({ key }) => key));
      for (const [key, { run, scanId, hasTime }] of some) {
        if (!kept.has(key)) complaints.push(`--run ${run}: the accepted scan ${key} was not kept`);
        if (!hasTime && !withoutTime.has(scanId))
          complaints.push(`--run ${run}: the scan ${key} without a time was not set aside`);
      }
    }
    return complaints;
  }

  async #missingPayloads(database: pg.Client): Promise<string[]> {
    const { rows } = await database.query<{ id: string; reason: string }>(
      `SELECT headers->>'ce_id' AS id, reason FROM carrier_tracking.quarantine WHERE headers->>'ce_id' = ANY($1)`,
      [[...this.#quarantined.keys()]],
    );
    const found = new Set(rows.filter(({ reason }) => reason !== '').map(({ id }) => id));
    return [...this.#quarantined]
      .filter(([id]) => !found.has(id))
      .map(([id, run]) => `--run ${run}: the payload ${id} cannot be understood and was not set aside`);
  }

  /** What our own services tell each other must be understood, whatever strangers have sent. */
  async #notUnderstoodDownstream(database: pg.Client): Promise<string[]> {
    const complaints: string[] = [];
    for (const { name } of services) {
      const schema = name.replaceAll('-', '_');
      const there = await database.query('SELECT to_regclass($1) AS is', [`${schema}.quarantine`]);
      if ((there.rows[0] as { is: string | null }).is === null) continue;
      const { rows } = await database.query<{ reason: string; detail: string; count: string }>(
        `SELECT reason, left(min(detail), 200) AS detail, count(*) AS count FROM ${schema}.quarantine
         WHERE $1 OR reason = 'cannot_be_applied' GROUP BY reason`,
        [name !== 'carrier-tracking' && name !== 'order-intake'],
      );
      for (const { reason, detail, count } of rows)
        complaints.push(`${name} set ${count} records aside: ${reason}, such as ${detail}`);
    }
    return complaints;
  }
}
