import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { SystemClock } from '@landfall/service-kit';
import { PollStore, type PollKey } from '../../persistence/poll.store.ts';
import { intervalAt, mostUrgent } from '../pace/pace.ts';
import { firstStage, type Stage } from '../pace/stage.ts';
import { isAskedAbout, POLLERS, type Poller } from '../poller.ts';

/** A number of a carrier's, as it is registered. */
export interface CarrierNumber {
  /** Our key. */
  readonly carrier: string;
  /** Normalised. */
  readonly number: string;
}

/** Keeps polls in step with what is known of parcels. */
@Injectable()
export class PlanPolls {
  constructor(
    @Inject(POLLERS) private readonly pollers: readonly Poller[],
    private readonly polls: PollStore,
    private readonly clock: SystemClock,
  ) {}

  /** Whether anybody is asked about anything. */
  get isNeeded(): boolean {
    return this.pollers.length > 0;
  }

  /** Whether anybody is asked about it. */
  concerns({ carrier, number }: CarrierNumber): boolean {
    return this.pollers.some((poller) => isAskedAbout(poller, carrier, number));
  }

  /**
   * Has carriers asked about numbers that have been registered, at once. Their parcels are locked, so that a stage that is
   * told meanwhile is told behind this; the transaction sees all merchants who have registered them.
   */
  async registered(tx: Transaction, numbers: readonly CarrierNumber[]): Promise<void> {
    await this.begin(tx, numbers, () => 0);
  }

  /** The same for numbers that were registered long ago: little by little, over the interval of their first stage. */
  async adopted(tx: Transaction, numbers: readonly CarrierNumber[]): Promise<void> {
    await this.begin(tx, numbers, (poller) => Math.random() * intervalAt(poller.pace, firstStage));
  }

  /** Has carriers asked as often as the stages of their parcels, which are locked, want it. */
  async restaged(tx: Transaction, numbers: readonly CarrierNumber[]): Promise<void> {
    const keys = this.keysOf(numbers);
    if (keys.length > 0) await this.follow(tx, keys);
  }

  private async begin(
    tx: Transaction,
    numbers: readonly CarrierNumber[],
    delayMs: (poller: Poller) => number,
  ): Promise<void> {
    const keys = this.keysOf(numbers);
    if (keys.length === 0) return;
    const now = this.clock.now();
    const dueAt = (poller: Poller) => new Date(now.getTime() + delayMs(poller));
    this.polls.add(
      tx,
      keys.map(({ of, ...key }) => ({ ...key, dueAt: dueAt(of) })),
      now,
    );
    await this.follow(tx, keys);
  }

  private async follow(tx: Transaction, keys: readonly (PollKey & { of: Poller })[]): Promise<void> {
    const known = await this.polls.lock(
      tx,
      keys.map(({ poller, carrier, number }) => ({ poller, carrier, number })),
    );
    // Behind the locks: of two parcels with one number that change at once, the second one's batch sees both.
    const stages = Map.groupBy(
      await this.polls.stagesOf(tx, [...new Set(known.map(({ number }) => number))]),
      ({ carrier, number }) => nameOf(carrier, number),
    );
    const now = this.clock.now();
    const changes = known.flatMap(({ stage, ...key }) => {
      const pace = this.pollers.find(({ name }) => name === key.poller)?.pace;
      const its = (stages.get(nameOf(key.carrier, key.number)) ?? []).map(
        (one): Stage => one.stage ?? firstStage,
      );
      if (!pace || its.length === 0) return [];
      const urgent = mostUrgent(pace, its);
      if (urgent === stage) return [];
      return [{ ...key, stage: urgent, dueAt: new Date(now.getTime() + intervalAt(pace, urgent)) }];
    });
    if (changes.length > 0) this.polls.restage(tx, changes, now);
  }

  private keysOf(numbers: readonly CarrierNumber[]): (PollKey & { of: Poller })[] {
    const keys = new Map<string, PollKey & { of: Poller }>();
    for (const of of this.pollers)
      for (const { carrier, number } of numbers)
        if (isAskedAbout(of, carrier, number))
          keys.set(`${of.name} ${nameOf(carrier, number)}`, { poller: of.name, carrier, number, of });
    return [...keys.values()];
  }
}

const nameOf = (carrier: string, number: string): string => `${carrier} ${number}`;
