import type { Order, Parcel } from '../life/life.ts';
import { rfc3339, type Instant } from '../wire/instants.ts';
import type { Verdict } from './judge.ts';

const most = 10;

/** One thing that was missed or falsely alarmed, for whoever looks into it. */
export interface Example {
  order: string;
  trackingNumber: string | null;
  planted: string | null;
  legs: readonly (string | null)[] | null;
  from: string;
  until: string | null;
}

/** The first few of each kind. */
export class Examples {
  readonly #byCode: Record<string, { missed: Example[]; false: Example[] }> = {};

  add(order: Order, parcel: Parcel | null, verdict: Verdict): void {
    const example = (legs: Example['legs'], from: Instant, until: Instant | null): Example => ({
      order: order.externalId,
      trackingNumber: parcel?.numbers[0]?.number ?? null,
      planted: parcel?.fate ?? order.fate,
      legs,
      from: rfc3339(from),
      until: until === null ? null : rfc3339(until),
    });
    for (const { code, stages, from, until } of verdict.missed)
      this.#keep(code, 'missed', example(stages, from, until));
    for (const { code, leg, openedAt, endedAt } of verdict.false)
      this.#keep(code, 'false', example([leg], openedAt, endedAt));
  }

  byCode(): Record<string, { missed: Example[]; false: Example[] }> {
    return this.#byCode;
  }

  #keep(code: string, kind: 'missed' | 'false', example: Example): void {
    const ofCode = (this.#byCode[code] ??= { missed: [], false: [] });
    if (ofCode[kind].length < most) ofCode[kind].push(example);
  }
}
