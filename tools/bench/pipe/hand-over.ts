import { validateEvent } from '@landfall/contracts';
import type { BatchContext, BatchProcessor, BatchWork } from '@landfall/messaging';
import { InOrder } from '../in-order.ts';

type Process = BatchProcessor['process'];

/**
 * The transport alone: what is fetched goes to the handler in the batches and by the way in which it does in a service,
 * and nothing is done for it in Postgres.
 */
export function handOver(eventsOf: (work: BatchWork) => readonly unknown[]): Process {
  const order = new InOrder();
  return async (group) => {
    for (const work of group) {
      for (const { offset } of work.records) order.took(work.partition, offset);
      await work.handler(eventsOf(work) as never, {} as BatchContext);
    }
    return group.map(({ records }) => ({
      kind: 'applied',
      applied: records.length,
      repeated: 0,
      refused: 0,
      quarantined: 0,
      ignored: 0,
    }));
  };
}

/** Records as Kafka has them. */
export const asTheyCome = ({ records }: BatchWork): readonly unknown[] => records;

/** Events parsed and checked against their contract. */
export const decoded = ({ topic, records }: BatchWork): readonly unknown[] =>
  records.map(({ value, headers }) => {
    const texts = Object.fromEntries(
      Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)]),
    );
    const found = validateEvent(topic, texts['ce_type'] ?? '', JSON.parse(String(value)));
    if (!found.ok) throw new Error(`${found.reason}: ${found.detail}`);
    return { ...found.event, headers: texts };
  });
