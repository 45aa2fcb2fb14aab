import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import type { Stretch, UnitKey } from './unit-contents.store.ts';

/** What is left to be told of a unit: to the parcels in a stretch of it, and of the units inside it. */
export interface FanOut extends UnitKey, Stretch {
  /** The unit whose scan they have to hear of. */
  ofUnit: string;
  /** Null: all scans of that unit and of what it is in. */
  scanId: string | null;
  /** When it came to be. */
  dueAt: Date;
}

/** One that is locked. */
export interface OpenFanOut extends FanOut {
  /** bigint, as text: the lowest is next. */
  turn: string;
}

/** What parcels in units have still to be told. */
@Injectable()
export class UnitFanOutStore {
  add(tx: Transaction, work: readonly FanOut[]): void {
    if (work.length === 0) return;
    tx.execute(
      `INSERT INTO unit_fan_out (merchant_id, unit_id, after, upto, of_unit, scan_id, due_at)
       SELECT merchant_id, unit_id, after, upto, of_unit, scan_id, due_at
       FROM jsonb_to_recordset($1::jsonb) AS work(merchant_id uuid, unit_id uuid, after bigint, upto bigint,
         of_unit uuid, scan_id text, due_at timestamptz)`,
      [
        JSON.stringify(
          work.map((one) => ({
            merchant_id: one.merchantId,
            unit_id: one.unitId,
            after: one.after,
            upto: one.upto,
            of_unit: one.ofUnit,
            scan_id: one.scanId,
            due_at: one.dueAt,
          })),
        ),
      ],
    );
  }

  async earliest(tx: Transaction): Promise<Date | null> {
    const [row] = await tx.query<{ due: Date | null }>('SELECT min(due_at) AS due FROM unit_fan_out');
    return row?.due ?? null;
  }

  /** Locks what is next of that which is due; what another process holds is left to it. */
  async next(tx: Transaction, now: Date): Promise<OpenFanOut | undefined> {
    const [row] = await tx.query<OpenFanOut>(
      `SELECT turn, merchant_id AS "merchantId", unit_id AS "unitId", after, upto, of_unit AS "ofUnit",
         scan_id AS "scanId", due_at AS "dueAt"
       FROM unit_fan_out WHERE due_at <= $1 ORDER BY turn LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [now],
    );
    return row;
  }

  /** Goes on behind a position, when all others have had their turn. */
  goOn(tx: Transaction, { turn }: OpenFanOut, after: string): void {
    tx.execute('UPDATE unit_fan_out SET after = $2, turn = DEFAULT WHERE turn = $1', [turn, after]);
  }

  done(tx: Transaction, { turn }: OpenFanOut): void {
    tx.execute('DELETE FROM unit_fan_out WHERE turn = $1', [turn]);
  }
}
