import { createHmac } from 'node:crypto';
import { bodyHash, jsonOf, parseBody, ProblemError } from '@landfall/service-kit';
import type {
  PayloadReader,
  PayloadReading,
} from '../../../../apps/carrier-tracking/src/carriers/payload-reader.ts';
import { compiled } from '../../../stack/compiled.ts';
import type { Specimen } from '../recipe.ts';
import type { EdgeName } from '../seeds/seed.ts';
import { isPolluted, whyNotKept } from './can-be-kept.ts';
import type { ExpectedPayload, Outcome } from './outcome.ts';

const { builtInMappings } = await compiled('carrier-tracking/carriers/mapping/built-in');
const { MappedPayloadReader } = await compiled('carrier-tracking/carriers/mapping/mapped-payload.reader');
const { UnreadableBody } = await compiled('carrier-tracking/carriers/mapping/bodies/unreadable-body');
const { LandfallReader } = await compiled('carrier-tracking/carriers/landfall/landfall.reader');
const { EpcisReader } = await compiled('carrier-tracking/carriers/epcis/epcis.reader');
const { isSigned: isPushSigned } = await compiled('carrier-tracking/receive-signed-push/signature');
const { signedSenders } = await compiled('carrier-tracking/receive-signed-push/signed-senders');
const { parseBatch } = await compiled('carrier-tracking/upload-tracking-events/parse-batch');
const { sortItem, unitsOf } = await compiled('carrier-tracking/upload-tracking-events/sort-items');
const { readCapture } = await compiled('carrier-tracking/capture-epcis/read-capture');
const { splitByParcel } = await compiled('carrier-tracking/capture-epcis/split-by-parcel');
const { readManifest } = await compiled('carrier-tracking/upload-manifest/read-manifest');
const { acceptOrder } = await compiled('order-intake/place-order/accept-order');
const { newOrderIds } = await compiled('order-intake/place-order/new-order-ids');
const { PlaceOrderRequest } = await compiled('order-intake/place-order/place-order.request');
const { itemsOf, readItem } = await compiled('order-intake/place-order-batch/read-batch');
const { ImportOrdersHandler } = await compiled('order-intake/import-orders/import-orders.handler');
const { marketplaces } = await compiled('order-intake/marketplaces/marketplaces');
const { parseWebhook } = await compiled('order-intake/marketplaces/parse-webhook');
const { isSigned: isWebhookSigned } = await compiled('order-intake/marketplaces/webhook-signature');
const { readWebhook } = await compiled('order-intake/marketplace-orders/read-webhook');
const { NotUnderstoodError } = await compiled('order-intake/marketplace-orders/not-understood');
const { untold, withFact } = await compiled('order-intake/marketplace-orders/marketplace-order');
const { wantedOrder } = await compiled('order-intake/marketplace-orders/wanted-order');

const readers = new Map(
  [...builtInMappings()].map(([sender, mapping]) => [sender, new MappedPayloadReader(mapping)] as const),
);
const ownReader = new LandfallReader();
const epcisReader = new EpcisReader();
const imports = new ImportOrdersHandler(undefined as never);
const secret = 'the secret of a campaign';

/** What is wrong with the system, not with a body. */
export class Wrong extends Error {}

const mustBeKept = <Value>(value: Value, what: string): Value => {
  const why = whyNotKept(value);
  if (why !== undefined) throw new Wrong(`${what} cannot be kept: ${why}`);
  return value;
};

const charsetOf = (contentType: string): string | undefined =>
  /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType)?.[1];

const readerOf = (sender: string): InstanceType<typeof MappedPayloadReader> => {
  const reader = readers.get(sender);
  if (!reader) throw new Error(`nobody reads ${sender}`);
  return reader;
};

/** As the consumer reads a kept payload. */
const asConsumed = (reader: PayloadReader, body: Buffer, number: string | undefined): ExpectedPayload => {
  let payload: unknown;
  try {
    payload = reader.parse(body);
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error;
    return { kind: 'not_understood', reason: error.code };
  }
  return expectedOf(reader.read(payload, { number }));
};

const expectedOf = (reading: PayloadReading): ExpectedPayload => {
  mustBeKept(reading, 'what was read');
  if (reading.kind === 'not_understood') return { kind: 'not_understood', reason: reading.reason };
  const scans = reading.scans.map(({ number, scanId, time }) => ({ number, scanId, hasTime: time !== null }));
  return { kind: 'understood', scans };
};

const taken = (payloads: readonly ExpectedPayload[], codes: readonly string[] = []): Outcome => ({
  kind: 'taken',
  payloads,
  codes,
});

const payload = ({ seed, body, contentType }: Specimen): Outcome => {
  const reader = readerOf(seed.of);
  const parts = reader.partsOf(body, charsetOf(contentType), seed.number);
  return taken(
    parts.map((part) => {
      mustBeKept(part.subject, 'the subject');
      return asConsumed(reader, part.body, part.subject?.number ?? '');
    }),
  );
};

const push = ({ seed, body }: Specimen): Outcome => {
  const reader = readerOf(seed.of);
  for (const manner of signedSenders)
    if (isPushSigned(manner, body, 'A'.repeat(64), [secret])) throw new Wrong('an unsigned push was taken');
  const subject = mustBeKept(reader.subjectOf(reader.parse(body)), 'the subject');
  return taken([asConsumed(reader, body, subject?.number ?? '')]);
};

const trackingEvents = ({ body, contentType }: Specimen): Outcome => {
  const items = parseBatch(body, contentType);
  if (items.length > 10_000) return { kind: 'refused', code: 'body_too_large' };
  const sorted = items.map(sortItem);
  unitsOf(sorted);
  return taken(
    sorted.flatMap((item) =>
      item.kind === 'event'
        ? [asConsumed(ownReader, Buffer.from(JSON.stringify({ events: [item.event] })), undefined)]
        : [],
    ),
    sorted.flatMap((item) => (item.kind === 'refused' ? [mustBeKept(item.error.code, 'a code')] : [])),
  );
};

const epcis = ({ body }: Specimen): Outcome => {
  const { events, alone } = readCapture(body);
  const [only] = events;
  if (alone && only?.kind === 'refused') throw only.error;
  const parts = splitByParcel(events.filter((one) => one.kind === 'event'));
  return taken(
    parts.map((part) => {
      mustBeKept(epcisReader.subjectOf(part.payload), 'the subject');
      return asConsumed(epcisReader, Buffer.from(JSON.stringify(part.payload)), undefined);
    }),
    events.flatMap((one) => (one.kind === 'refused' ? [one.error.code] : [])),
  );
};

const manifest = async ({ body, contentType }: Specimen): Promise<Outcome> => {
  const read = await readManifest({ bytes: body, charset: charsetOf(contentType), named: {} });
  mustBeKept(read.taken, 'a row');
  return taken(
    [],
    read.refused.map(({ error }) => error.code),
  );
};

const order = ({ body }: Specimen): Outcome => {
  const request = parseBody(PlaceOrderRequest, jsonOf(body));
  bodyHash(request);
  mustBeKept(acceptOrder(request, newOrderIds()), 'an order');
  return taken([]);
};

const orders = ({ body }: Specimen): Outcome => {
  const parsed = jsonOf(body);
  const items = itemsOf(parsed);
  bodyHash(parsed);
  const read = items.map(readItem);
  return taken(
    [],
    read.flatMap((one) => (one instanceof ProblemError ? [one.code] : (mustBeKept(one, 'an order'), []))),
  );
};

const importOrders = async ({ body }: Specimen): Promise<Outcome> => {
  const query = { marketplace: 'my-shop', currency: 'EUR', timeZone: 'Asia/Shanghai' };
  const { orders: read } = await imports.read(body, query);
  for (const { result } of read) if (!(result instanceof ProblemError)) mustBeKept(result, 'an order');
  return taken(
    [],
    read.flatMap(({ result }) => (result instanceof ProblemError ? [result.code] : [])),
  );
};

const webhook = ({ seed, body }: Specimen): Outcome => {
  const [name = '', topic = ''] = seed.of.split(' ');
  const marketplace = marketplaces.get(name);
  const kind = marketplace?.file.topics[topic];
  if (!marketplace || !kind) throw new Error(`nobody reads ${seed.of}`);
  const { signature } = marketplace.file;
  const signed = createHmac(signature.hmac, secret).update(body).digest(signature.encoding);
  if (!isWebhookSigned(body, signed, [secret], signature)) throw new Wrong('a signed webhook is not taken');
  const parsed = parseWebhook(body);
  try {
    const telling = readWebhook(marketplace, {
      kind,
      shop: 'shop.example',
      delivery: 'delivery',
      triggeredAt: undefined,
      payload: parsed,
    });
    const told = mustBeKept(telling, 'a telling').facts.reduce(withFact, untold);
    mustBeKept(wantedOrder(told), 'an order');
  } catch (error) {
    if (error instanceof NotUnderstoodError)
      return taken([{ kind: 'not_understood', reason: 'not_understood' }]);
    throw error;
  }
  return taken([]);
};

const edges: Readonly<Record<EdgeName, (specimen: Specimen) => Outcome | Promise<Outcome>>> = {
  payload,
  push,
  'tracking-events': trackingEvents,
  epcis,
  manifest,
  order,
  orders,
  import: importOrders,
  webhook,
};

/** Bytes that the routes of an edge take. */
export const bodyLimits: Readonly<Record<EdgeName, number>> = {
  payload: 2 ** 20,
  push: 2 ** 20,
  'tracking-events': 2 ** 24,
  epcis: 2 ** 24,
  manifest: 2 ** 24,
  order: 2 ** 20,
  orders: 2 ** 24,
  import: 2 ** 24,
  webhook: 2 ** 22,
};

/**
 * What a body comes to at its edge and in its consumer, without Kafka and Postgres. Throws what must not happen: an error that
 * is no refusal, something read that cannot be kept, an object that all objects inherit changed.
 */
export async function outcomeOf(specimen: Specimen): Promise<Outcome> {
  const { edge } = specimen.seed;
  if (specimen.body.length > bodyLimits[edge]) return { kind: 'refused', code: 'body_too_large' };
  try {
    return await edges[edge](specimen);
  } catch (error) {
    if (error instanceof UnreadableBody) return { kind: 'refused', code: error.code };
    if (error instanceof ProblemError && error.status < 500) {
      JSON.stringify(error.errors);
      mustBeKept([error.message, error.errors ?? []], 'a problem');
      return { kind: 'refused', code: error.code };
    }
    throw error;
  } finally {
    if (isPolluted()) throw new Wrong('what all objects inherit was changed');
  }
}
