import { Injectable } from '@nestjs/common';
import type { BatchContext } from '@landfall/messaging';
import { UnitContentsStore } from '../persistence/unit-contents.store.ts';
import { UnitFanOutStore } from '../persistence/unit-fan-out.store.ts';
import { PlanPolls } from '../poll-carriers/schedule/plan-polls.ts';
import { ScanTeller } from '../tell-scans/scan-teller.ts';
import { ClaimNumbers } from './claim-numbers.ts';
import { claimsOf, factsOf, type ParcelEvent } from './claims-of.ts';

/** Takes note of the numbers that parcels are tracked by, and tells each parcel what was known of them, and of its units, before. */
@Injectable()
export class RegisterNumbersHandler {
  constructor(
    private readonly numbers: ClaimNumbers,
    private readonly teller: ScanTeller,
    private readonly contents: UnitContentsStore,
    private readonly fanOuts: UnitFanOutStore,
    private readonly polls: PlanPolls,
  ) {}

  async apply(events: readonly ParcelEvent[], context: BatchContext): Promise<void> {
    const { tx, now } = context;
    const claims = events.flatMap(claimsOf);
    await this.teller.tell(context, await this.numbers.register(tx, claims), events.flatMap(factsOf));
    // Behind the parcels' locks: who has told a unit's scan meanwhile has seen their numbers, or is seen here.
    const inUnits = await this.contents.registered(
      tx,
      claims.map(({ registration }) => registration),
    );
    this.fanOuts.add(
      tx,
      inUnits.map((stretch) => ({ ...stretch, ofUnit: stretch.unitId, scanId: null, dueAt: now })),
    );
    await this.polls.registered(
      tx,
      claims.map(({ registration: { number, carrierKey } }) => ({ number, carrier: carrierKey })),
    );
  }
}
