import type { DataOf, exceptionsTopic } from '@landfall/contracts';
import type { Transaction } from '@landfall/persistence';

export interface StoredException {
  id: string;
  state: string;
  recoverableMinor: number;
  openedAt: Date;
  clearedAt: Date | null;
  because: string | null;
  data: DataOf<typeof exceptionsTopic, 'exception.opened'>;
}

interface Row {
  id: string;
  state: string;
  recoverable_minor: string;
  opened_at: Date;
  cleared_at: Date | null;
  because: string | null;
  data: StoredException['data'];
}

const columns = 'id, state, recoverable_minor, opened_at, cleared_at, because, data';

const storedOf = (row: Row): StoredException => ({
  id: row.id,
  state: row.state,
  recoverableMinor: Number(row.recoverable_minor),
  openedAt: row.opened_at,
  clearedAt: row.cleared_at,
  because: row.because,
  data: row.data,
});

export const findException = async (tx: Transaction, id: string): Promise<StoredException | undefined> => {
  const [row] = await tx.query<Row>(`SELECT ${columns} FROM exception WHERE id = $1`, [id]);
  return row && storedOf(row);
};

export const exceptionsOfParcel = async (tx: Transaction, parcelId: string): Promise<StoredException[]> => {
  const rows = await tx.query<Row>(
    `SELECT ${columns} FROM exception WHERE parcel_id = $1 ORDER BY opened_at, id`,
    [parcelId],
  );
  return rows.map(storedOf);
};

export interface ExceptionFilter {
  state: string | undefined;
  code: string | undefined;
  leg: string | undefined;
  country: string | undefined;
  carrier: string | undefined;
  parcelId: string | undefined;
  sort: 'recoverableValue' | 'openedAt';
  after: { at: string; id: string } | undefined;
  /** Rows at most. */
  limit: number;
}

/** Highest recoverable value first, or latest first. */
export const listExceptions = async (
  tx: Transaction,
  filter: ExceptionFilter,
): Promise<StoredException[]> => {
  const [order, type] =
    filter.sort === 'recoverableValue' ? ['recoverable_minor', 'bigint'] : ['opened_at', 'timestamptz'];
  const rows = await tx.query<Row>(
    `SELECT ${columns} FROM exception
     WHERE ($1::text IS NULL OR state = $1)
       AND ($2::text IS NULL OR code = $2)
       AND ($3::text IS NULL OR leg = $3)
       AND ($4::text IS NULL OR destination_country = $4)
       AND ($5::text IS NULL OR carrier = $5)
       AND ($6::uuid IS NULL OR parcel_id = $6)
       AND ($7::${type} IS NULL OR (${order}, id) < ($7::${type}, $8::uuid))
     ORDER BY ${order} DESC, id DESC LIMIT $9`,
    [
      filter.state ?? null,
      filter.code ?? null,
      filter.leg ?? null,
      filter.country ?? null,
      filter.carrier ?? null,
      filter.parcelId ?? null,
      filter.after?.at ?? null,
      filter.after?.id ?? null,
      filter.limit,
    ],
  );
  return rows.map(storedOf);
};

/** Open exceptions by code, with the money at risk in each currency (minor units). */
export const countOpenByCode = async (
  tx: Transaction,
): Promise<{ code: string; count: number; currency: string; riskMinor: number }[]> => {
  const rows = await tx.query<{ code: string; count: number; currency: string; risk: string }>(
    `SELECT code, currency, count(*)::int AS count, sum(risk_minor) AS risk FROM exception
     WHERE state = 'open' GROUP BY code, currency ORDER BY code, currency`,
  );
  return rows.map(({ code, count, currency, risk }) => ({ code, count, currency, riskMinor: Number(risk) }));
};
