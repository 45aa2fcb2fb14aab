import type { Transaction } from '@landfall/persistence';
import type { Envelope } from '../events/received-event.ts';

const timeOrderedUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/;

/**
 * What is remembered of an event. Ids are hashes: a claim by the id alone falls on any page of an index that grows with
 * all that was ever told. So the first 32 of its bits are those of the subject's UUIDv7, its birth to 65 s: the claims of
 * the subjects that are active lie together. The other 96 bits are the id's.
 */
export const claimOf = ({ id, subject }: Pick<Envelope, 'id' | 'subject'>): string =>
  timeOrderedUuid.test(subject) ? subject.slice(0, 8) + id.slice(8) : id;

/**
 * Claims events for the transaction; those that nobody has claimed before are the ones that this service has not applied.
 * Asked are the claims of this turn and of the one before (`turn_processed_events`).
 */
export class EventClaims {
  private beforeById: Promise<boolean> | undefined;

  /** The events that are new, in their order. */
  async claim<Event extends Envelope>(tx: Transaction, events: readonly Event[]): Promise<Event[]> {
    const ofEvents = events.map(claimOf);
    // Sorted, so that two transactions with the same ones never wait for each other in a circle.
    const claims = [...new Set(ofEvents)].sort();
    const asked = (await this.isBeforeById(tx)) ? [...claims, ...events.map(({ id }) => id)] : claims;
    // Both go out at once, in the order in which turn_processed_events locks the tables.
    const [before, [claimed]] = await Promise.all([
      tx.query<{ event_id: string }>(
        'SELECT event_id FROM processed_event_before WHERE event_id = ANY($1::uuid[])',
        [asked],
      ),
      tx.query<{ fresh: string[] | null }>(
        `WITH claimed AS (
           INSERT INTO processed_event (event_id) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING RETURNING event_id)
         SELECT CASE WHEN count(*) < cardinality($1::uuid[]) THEN coalesce(array_agg(event_id::text), '{}') END AS fresh
         FROM claimed`,
        [claims],
      ),
    ]);
    const fresh = new Set(claimed?.fresh ?? claims);
    const known = new Set(before.map((row) => row.event_id));
    return events.filter((event, index) => {
      const claim = ofEvents[index] ?? event.id;
      return fresh.delete(claim) && !known.has(claim) && !known.has(event.id);
    });
  }

  /** Whether the table of the turn before may hold ids of events, from before there were claims. Never becomes true. */
  private async isBeforeById(tx: Transaction): Promise<boolean> {
    this.beforeById ??= tx
      .query<{ before_by_id: boolean }>('SELECT before_by_id FROM processed_event_turn')
      .then(([turn]) => turn?.before_by_id ?? false);
    try {
      return await this.beforeById;
    } catch (error) {
      this.beforeById = undefined;
      throw error;
    }
  }
}
