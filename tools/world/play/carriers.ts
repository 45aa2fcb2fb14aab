import type { Edges } from './edges.ts';
import { pushOf } from '../feed/aggregator-push.ts';
import { badEvents } from '../feed/bad-input.ts';
import { ownShapeOf } from '../feed/own-shape.ts';
import { tellingsOf } from '../feed/tell.ts';
import type { Telling } from '../feed/telling.ts';
import type { Parcel } from '../life/life.ts';
import type { World } from '../life/world.ts';
import type { Instant } from '../wire/instants.ts';
import { inParallel } from './in-parallel.ts';

const eventsAtOnce = 5_000;
const pushesAtOnce = 8;

/** The carriers' side of the play. */
export class Carriers {
  readonly #client: Edges;
  readonly #world: World;
  eventsSent = 0;
  refused = 0;

  constructor(client: Edges, world: World) {
    this.#client = client;
    this.#world = world;
  }

  /** Sends what was told up to `at`: own shapes in batches, one push for each number of an aggregator's. */
  async tell(tellings: readonly Telling[], at: Instant): Promise<void> {
    const pushed = tellings.filter((telling) => telling.sender.channel === '17track');
    const uploaded = tellings.filter((telling) => telling.sender.channel === 'own_shape');
    await this.#upload(uploaded.map(ownShapeOf));
    const parcels = [...new Set(pushed.map((telling) => telling.parcel))];
    await inParallel(parcels, pushesAtOnce, (parcel) => this.#push(parcel, at));
    this.eventsSent += tellings.length;
  }

  /** Sends what no honest carrier would. What is refused item by item is as good as what is taken. */
  async tellNonsense(parcels: readonly Parcel[]): Promise<void> {
    for (const parcel of parcels) this.refused += await this.#post(badEvents(parcel));
  }

  async #push(parcel: Parcel, at: Instant): Promise<void> {
    const { plan, incidents } = this.#world;
    const own = tellingsOf(parcel, plan.seed, incidents).filter(
      (telling) => telling.sender.channel === '17track',
    );
    await this.#client.push17Track(pushOf(own, at));
  }

  /** @throws Error where an item is refused */
  async #upload(events: readonly object[]): Promise<void> {
    for (let start = 0; start < events.length; start += eventsAtOnce) {
      const refused = await this.#post(events.slice(start, start + eventsAtOnce));
      if (refused > 0) throw new Error(`${refused} scans were refused; the world tells none that may be`);
    }
  }

  /** Answers how many items were refused. */
  async #post(events: readonly object[]): Promise<number> {
    if (events.length === 0) return 0;
    const { status, body } = await this.#client.post<{ items?: { status: number }[] }>(
      '/v1/tracking-events/batch',
      events,
    );
    if (status === 202) return 0;
    if (status === 207) return body.items?.filter((item) => item.status >= 400).length ?? 0;
    throw new Error(`Scans were answered ${status}: ${JSON.stringify(body).slice(0, 500)}`);
  }
}
