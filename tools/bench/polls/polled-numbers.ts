import type { Stage } from '../../../apps/carrier-tracking/src/poll-carriers/pace/stage.ts';
import type { Call, CallResult } from '../../../apps/carrier-tracking/src/poll-carriers/schedule/call.ts';
import { Draws } from '../../demo/random.ts';

export const hour = 3_600_000;
/** How often numbers are asked about while nothing is silent, in ms. */
export const every = { trunk_line: 6 * hour, import_customs: 2 * hour, last_mile: hour / 2 };
const stages = ['trunk_line', 'import_customs', 'last_mile'] as const satisfies readonly Stage[];
export const silence = { doublesEvery: 72 * hour, atMost: 24 * hour, giveUpAfter: 2_000 * hour };

/** Of all calls those that fail; of all polls those that bring news, and those of which the parcel is at another stage then. */
const shares = { failing: 0.02, news: 0.08, newStage: 0.04 };

/** A number as Postgres has it. Instants are epoch milliseconds. */
export interface StoredNumber {
  readonly number: string;
  readonly stage: Stage;
  readonly heardAt: number;
  readonly hash: string | null;
  readonly attempts: number;
  readonly dueAt: number;
}

export interface Restaged {
  readonly number: string;
  readonly stage: Stage;
  readonly dueAt: Date;
}

/** Numbers of one carrier, what he tells of them when he is asked, and when they must be asked about again. */
export class PolledNumbers {
  private readonly draws = new Draws(17);
  private readonly stage: Uint8Array;
  private readonly goneOn = new Set<number>();
  private readonly news: Uint16Array;
  private readonly failed: Uint8Array;
  private readonly heardAt: Float64Array;
  private readonly askedAt: Float64Array;
  private readonly restagedAt: Float64Array;
  /** What was the stage when the number was asked about last. */
  private readonly stageBefore: Uint8Array;

  private readonly count: number;

  constructor(count: number, began: number) {
    this.count = count;
    const draw = () => this.draws.next();
    this.stage = Uint8Array.from({ length: count }, () => Math.floor(draw() * stages.length));
    this.stageBefore = Uint8Array.from(this.stage);
    this.news = new Uint16Array(count);
    this.failed = new Uint8Array(count);
    this.heardAt = Float64Array.from({ length: count }, () => Math.floor(began - draw() * 5 * 24 * hour));
    this.askedAt = new Float64Array(count);
    this.restagedAt = new Float64Array(count);
  }

  /** As they are before they are asked about first, each within its interval. */
  *fresh(began: number): Generator<Omit<StoredNumber, 'attempts'>> {
    for (let index = 0; index < this.count; index += 1) {
      const stage = this.stageAt(index);
      const dueAt = began + this.draws.next() * every[stage];
      const heardAt = this.heardAt[index] ?? 0;
      yield { number: numberOf(index), stage, heardAt, hash: hashOf(index, 0), dueAt };
    }
  }

  /** What comes of a call. */
  answer({ groups }: Call, now: number): CallResult {
    const numbers = groups.flatMap((group) => group.numbers);
    const fails = this.draws.next() < shares.failing;
    for (const { number } of numbers) {
      const index = indexOf(number);
      this.askedAt[index] = now;
      this.failed[index] = fails ? 1 : 0;
      this.stageBefore[index] = this.stage[index] ?? 0;
    }
    if (fails) return { kind: 'failed', reason: 'timeout' };
    const body = Buffer.from('{}');
    const kept = new Set<number>();
    const told = numbers.map(({ number, hash }, place) => {
      const draw = this.draws.next();
      if (draw >= shares.news) return { kind: 'payload' as const, body, hash: hash ?? '' };
      kept.add(place);
      const index = indexOf(number);
      this.heardAt[index] = now;
      this.news[index] = (this.news[index] ?? 0) + 1;
      if (draw < shares.newStage) this.goneOn.add(index);
      return { kind: 'payload' as const, body, hash: hashOf(index, this.news[index] ?? 0) };
    });
    return { kind: 'answered', told, strangers: 0, kept, refused: new Set() };
  }

  /** The numbers of which something was told that makes their parcels go on to another stage: they do so now. */
  goOn(now: number): Restaged[] {
    const gone = [...this.goneOn].map((index): Restaged => {
      this.stage[index] = ((this.stage[index] ?? 0) + 1) % stages.length;
      this.restagedAt[index] = now;
      this.heardAt[index] = now;
      const stage = this.stageAt(index);
      return { number: numberOf(index), stage, dueAt: new Date(now + every[stage]) };
    });
    this.goneOn.clear();
    return gone;
  }

  /** @throws Error where a number is missing, there twice, not as it was told last, or not due when it should be */
  check(stored: readonly StoredNumber[]): void {
    if (new Set(stored.map(({ number }) => number)).size !== this.count || stored.length !== this.count)
      throw new Error(`of ${this.count} numbers ${stored.length} are scheduled`);
    for (const one of stored) {
      const fault = this.faultOf(one);
      if (fault) throw new Error(`${one.number} ${fault}: ${JSON.stringify(one)}`);
    }
  }

  private faultOf({ number, stage, heardAt, hash, attempts, dueAt }: StoredNumber): string | undefined {
    const index = indexOf(number);
    const [askedAt, restagedAt] = [this.askedAt[index] ?? 0, this.restagedAt[index] ?? 0];
    if (stage !== this.stageAt(index)) return `should be at ${this.stageAt(index)}`;
    if (hash !== hashOf(index, this.news[index] ?? 0)) return 'should have what was told last';
    if (Math.abs(heardAt - (this.heardAt[index] ?? 0)) > 1) return `was heard of at ${this.heardAt[index]}`;
    if (askedAt === 0) return undefined;
    const isIn = (from: number, to: number) => dueAt >= from - 1 && dueAt <= to + 1;
    const interval = this.intervalOf(this.stageBefore[index] ?? 0, askedAt - (this.heardAt[index] ?? 0));
    const wanted = restagedAt < askedAt ? Infinity : restagedAt + every[stage];
    const [from, to] = [askedAt + 0.9 * interval, askedAt + 1.1 * interval];
    if (this.failed[index] === 1) {
      const isSoon = attempts > 0 && isIn(askedAt, askedAt + Math.min(hour, 30_000 * 2 ** (attempts - 1)));
      const isWanted = attempts === 0 && isIn(wanted - 0.2 * every[stage], wanted);
      return isSoon || isWanted ? undefined : `should be tried again soon after ${askedAt}`;
    }
    return attempts === 0 && isIn(Math.min(from, wanted - 0.2 * every[stage]), Math.min(to, wanted))
      ? undefined
      : `should be due between ${from} and ${to}, at ${wanted} at the latest`;
  }

  private intervalOf(stage: number, silent: number): number {
    const base = every[stages[stage] ?? 'last_mile'];
    const doublings = Math.floor(Math.max(0, silent) / silence.doublesEvery);
    return Math.min(base * 2 ** doublings, Math.max(base, silence.atMost));
  }

  private stageAt(index: number): keyof typeof every {
    return stages[this.stage[index] ?? 0] ?? 'last_mile';
  }
}

const numberOf = (index: number): string => `LZ${String(index).padStart(9, '0')}CN`;
const indexOf = (number: string): number => Number(number.slice(2, 11));
const hashOf = (index: number, news: number): string => `${index}.${news}`.padEnd(22, '_');
