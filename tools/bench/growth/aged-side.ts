import type { BenchContext } from '../bench.ts';
import { seed } from '../participant.ts';
import { openFeed } from '../rig/fill-topic.ts';
import type { Side } from '../rig/pairs.ts';
import { dropSchema } from '../rig/run-participant.ts';
import type { Size } from '../rig/sides.ts';
import { firstInstant, uuidOf } from '../../workload/scan-stream.ts';
import type { Aged } from './aged-parcels.ts';
import { agedEffects, agedStream } from './aged-stream.ts';
import { readTable } from './read-table.ts';
import type { TableState } from './read-table.ts';

const eventsPerSend = 1_000;
const limitMs = 1_800_000;

/** More parcels than this are never on their way. */
export const mostActive = 200_000;

/** A pipe whose tables stay: filled in its first run, and each run goes on where the one before ended. */
export interface AgedSide extends Side {
  readonly schema: string;
  readonly aged: Aged;
  readonly close: () => Promise<void>;
}

export interface AgedTable {
  /** Of the side; small letters, digits and underscores. */
  readonly name: string;
  readonly parcels: number;
  /** Storage parameters of the table of parcels. */
  readonly storage?: string;
}

/** @param size a multiple of 1,000 in all */
export async function agedSide(
  { stack }: BenchContext,
  bench: string,
  { name, parcels, storage }: AgedTable,
  size: Size,
): Promise<AgedSide> {
  const merchantIds = Array.from({ length: 20 }, (_, index) => uuidOf(`${seed} merchant ${index}`));
  const active = Math.min(parcels, mostActive);
  const aged: Aged = { parcels, active, merchantIds, ...(storage && { storage }) };
  const topicPrefix = `bench.${bench}.${name}.`;
  const { send, close } = await openFeed(stack.kafkaBrokers, topicPrefix);
  const next = agedStream(seed, aged);
  let sent = 0;
  return {
    program: 'pipe',
    variant: 'apply',
    schema: `bench_${bench}_${name}`,
    topicPrefix,
    ...size,
    aged,
    since: new Date(firstInstant),
    feed: async () => {
      for (const end = sent + size.total; sent < end; sent += eventsPerSend)
        await send(Array.from({ length: eventsPerSend }, next));
    },
    expected: () => agedEffects(seed, aged, sent),
    limitMs,
    close,
  };
}

/** Works with sides, tells how their tables stand afterwards, and drops them. */
export async function withAged<Name extends string, T>(
  { stack: { databaseUrl } }: BenchContext,
  sides: Readonly<Record<Name, AgedSide>>,
  work: () => Promise<T>,
): Promise<{ found: T; tables: Record<Name, TableState> }> {
  try {
    const found = await work();
    const tables = {} as Record<Name, TableState>;
    for (const name of Object.keys(sides) as Name[])
      tables[name] = await readTable(databaseUrl, sides[name].schema);
    return { found, tables };
  } finally {
    for (const { schema, close } of Object.values<AgedSide>(sides)) {
      await close();
      await dropSchema(databaseUrl, schema);
    }
  }
}
