import { SaxesParser } from 'saxes';
import { builtInMappings } from '../../../apps/carrier-tracking/src/carriers/mapping/built-in.ts';
import { MappedPayloadReader } from '../../../apps/carrier-tracking/src/carriers/mapping/mapped-payload.reader.ts';
import type { ReadScan } from '../../../apps/carrier-tracking/src/carriers/payload-reader.ts';
import type { BenchContext } from '../bench.ts';
import { rounded, spreadOf } from '../report.ts';
import type { BenchResult } from '../report.ts';
import { readByHand, type BaselineScan } from './baseline-reader.ts';
import { madePush, madeXml } from './made-payloads.ts';

const eventsAPayload = 20;
/** Events a second of one core's CPU. */
const goal = 40_000;
/** CPU of a push that is read, over that of one whose scans are all known. */
const repeatsGoal = 1.2;
/** Megabytes of XML a second of one core's CPU. */
const xmlGoal = 15;
const sizes = { full: { pairs: 5, payloads: 2_000 }, short: { pairs: 1, payloads: 300 } };

/**
 * CPU of reading carriers' payloads from their bytes to scans with ids, times and places: 17TRACK's pushes of 20 events by its
 * mapping file, beside code written for 17TRACK alone; the same when all is known, beside reading it; XML of 20 events, beside the XML parser without a listener.
 */
export async function mappingBench({ short, signal, log }: BenchContext): Promise<BenchResult[]> {
  const size = short ? sizes.short : sizes.full;
  const mappings = builtInMappings();
  const readerOf = (sender: string) => {
    const mapping = mappings.get(sender);
    if (!mapping) throw new Error(`there is no mapping file of ${sender}`);
    return new MappedPayloadReader(mapping);
  };
  const pushes = readerOf('17track');
  requireSame(scansOf(pushes, madePush(7, eventsAPayload)), readByHand(madePush(7, eventsAPayload)));
  const bodies = Array.from({ length: size.payloads }, (_, index) => madePush(index, eventsAPayload));
  const json = measure('mapping', size, signal, log, {
    bodies,
    ours: (body) => scansOf(pushes, body).length,
    other: (body) => readByHand(body).length,
  });
  const repeats = measure('mapping-repeats', size, signal, log, {
    bodies,
    ours: (body) => asRepeat(pushes, body),
    other: (body) => scansOf(pushes, body).length,
  });
  const answers = readerOf('canada-post');
  const xml = measure('mapping-xml', size, signal, log, {
    bodies: Array.from({ length: size.payloads }, (_, index) => madeXml(index, eventsAPayload)),
    ours: (body) => scansOf(answers, body).length,
    other: (body) => parseOnly(body.toString('utf8')),
  });
  const perSecond = ({ cpu }: { cpu: readonly number[] }) =>
    spreadOf(cpu.map((micros) => 1e6 / (micros / eventsAPayload)));
  const megabytes = (cpu: readonly number[]) => spreadOf(cpu.map((micros) => xml.bytes / micros));
  const rate = perSecond({ cpu: json.ours });
  const repeatRatio = spreadOf(repeats.ratios);
  const xmlRate = megabytes(xml.ours);
  return [
    {
      name: 'mapping',
      unit: 'events/s of CPU',
      ours: rate,
      baseline: perSecond({ cpu: json.other }),
      ratioToBaseline: rounded(spreadOf(json.ratios).median),
      goal: `>= ${goal}`,
      met: rate.median >= goal,
      details: { eventsAPayload, bytesAPayload: json.bytes, ratios: spreadOf(json.ratios) },
    },
    {
      name: 'mapping-repeats',
      unit: 'events/s of CPU',
      ours: perSecond({ cpu: repeats.ours }),
      baseline: perSecond({ cpu: repeats.other }),
      ratioToBaseline: rounded(repeatRatio.median),
      goal: `>= ${repeatsGoal} x`,
      met: repeatRatio.median >= repeatsGoal,
      details: { eventsAPayload, ratios: repeatRatio },
    },
    {
      name: 'mapping-xml',
      unit: 'MB/s of CPU',
      ours: xmlRate,
      limit: megabytes(xml.other),
      ratioToLimit: rounded(spreadOf(xml.ratios).median),
      goal: `>= ${xmlGoal}`,
      met: xmlRate.median >= xmlGoal,
      details: { eventsAPayload, bytesAPayload: xml.bytes, eventsPerSecond: perSecond({ cpu: xml.ours }) },
    },
  ];
}

const scansOf = (reader: MappedPayloadReader, body: Buffer): ReadScan[] => {
  const reading = reader.read(reader.parse(body));
  if (reading.kind !== 'understood') throw new Error(reading.reason);
  return reading.scans;
};

/** Reads a push of which every scan is known; returns how many those are. */
const asRepeat = (reader: MappedPayloadReader, body: Buffer): number => {
  let known = 0;
  const isKnown = () => {
    known += 1;
    return true;
  };
  const reading = reader.read(reader.parse(body), { isKnown });
  if (reading.kind !== 'understood') throw new Error(reading.reason);
  return known - reading.scans.length;
};

/** Both sides must read the same of a push. */
function requireSame(ours: readonly ReadScan[], baseline: readonly BaselineScan[]): void {
  const same = (scan: ReadScan, other: BaselineScan | undefined) =>
    scan.reading.milestone === other?.milestone &&
    scan.time?.occurredAt === other.occurredAt &&
    scan.place?.country === other.country &&
    scan.place?.city === other.city;
  const different = ours.findIndex((scan, index) => !same(scan, baseline[index]));
  if (ours.length !== baseline.length || different !== -1)
    throw new Error(`the sides read event ${different} of ${ours.length} and ${baseline.length} otherwise`);
}

const parseOnly = (text: string): number => {
  let elements = 0;
  const parser = new SaxesParser({ xmlns: false, position: true });
  parser.on('opentag', () => {
    elements += 1;
  });
  parser.write(text).close();
  return elements;
};

interface Sides {
  bodies: readonly Buffer[];
  ours: (body: Buffer) => number;
  other: (body: Buffer) => number;
}

interface Measured {
  /** Microseconds a payload, run by run. */
  ours: number[];
  other: number[];
  /** How many times the other's cost is ours. */
  ratios: number[];
  /** Of a payload. */
  bytes: number;
}

function measure(
  name: string,
  { pairs }: { pairs: number },
  signal: AbortSignal,
  log: BenchContext['log'],
  { bodies, ours, other }: Sides,
): Measured {
  const bytes = bodies.reduce((sum, body) => sum + body.length, 0) / bodies.length;
  const measured: Measured = { ours: [], other: [], ratios: [], bytes };
  for (let pair = 0; pair <= pairs; pair += 1) {
    signal.throwIfAborted();
    const own = cpuOf(bodies, ours);
    const others = cpuOf(bodies, other);
    // The first round warms up.
    if (pair === 0) continue;
    measured.ours.push(own);
    measured.other.push(others);
    measured.ratios.push(others / own);
    log(`${name}: pair ${pair}/${pairs}: ${own.toFixed(0)} and ${others.toFixed(0)} us CPU/payload`);
  }
  return measured;
}

/** CPU microseconds a payload. */
function cpuOf(bodies: readonly Buffer[], read: (body: Buffer) => number): number {
  const before = process.cpuUsage();
  for (const body of bodies) if (read(body) === 0) throw new Error('a payload was not read');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / bodies.length;
}
