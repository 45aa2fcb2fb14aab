import type { Answer } from '../replay/landfall-client.ts';
import type {
  KnownRoute,
  Registration,
} from '../../apps/exception-detection/src/track-parcel/parcel-record.ts';
import { compiled } from '../stack/compiled.ts';
import { uuidOf } from '../workload/scan-stream.ts';
import type { Edges } from '../world/play/edges.ts';
import { Detector, merchantId } from './detector.ts';
import { Tracking } from './tracking.ts';

const { builtInMappings } = await compiled('carrier-tracking/carriers/mapping/built-in');
const { MappedPayloadReader } = await compiled('carrier-tracking/carriers/mapping/mapped-payload.reader');
const { LandfallReader } = await compiled('carrier-tracking/carriers/landfall/landfall.reader');
const { faultsOfTrackingEvent } = await compiled('carrier-tracking/carriers/landfall/tracking-event');
const { incidentTold } = await compiled('exception-detection/watch-incidents/incident-events');

const ownShape = new LandfallReader();
const seventeenTrackMapping = builtInMappings().get('17track');
if (!seventeenTrackMapping) throw new Error('nobody reads the pushes of 17TRACK');
const seventeenTrack = new MappedPayloadReader(seventeenTrackMapping);

/** What a world says of an order, as far as rules ask. */
interface Order {
  readonly externalId: string;
  readonly marketplace: string;
  readonly placedAt: string;
  readonly shipTo: { readonly country: string };
  readonly items: readonly {
    readonly sku: string;
    readonly unitPrice: Registration['price'];
    readonly unitCost: Registration['price'];
  }[];
  readonly routeId?: string;
  readonly promisedAt?: string;
}

/** What a world says of a parcel: each holds one item. */
interface Parcel {
  readonly trackingNumber: string;
  readonly carrier: string;
  readonly originCountry: string;
  readonly declaredWeightGrams: number;
  readonly shippedAt?: string;
  readonly items?: readonly { readonly sku: string }[];
  readonly purpose?: Registration['purpose'];
  readonly replacesParcelId?: string;
}

interface UploadedEvent {
  readonly trackingNumber?: string;
  readonly unitId?: string;
  readonly carrier: string;
}

/** The public edges as a world needs them, with nothing behind them but the rules: no HTTP, Kafka or Postgres. */
export class RulesEdges implements Edges {
  readonly #routes = new Map<string, KnownRoute>();
  readonly #detector = new Detector(this.#routes);
  readonly #tracking = new Tracking(this.#detector);
  readonly #orders = new Map<string, Order>();
  readonly #parcelsOf = new Map<string, string[]>();
  #ids = 0;

  async post<Body>(path: string, body: unknown): Promise<Answer<Body>> {
    return this.#post(path, body as never) as Answer<Body>;
  }

  async get<Body>(path: string): Promise<Answer<Body>> {
    const body = path.startsWith('/v1/incidents') ? {} : this.#detector.answer(path.split('/').at(-1) ?? '');
    return { status: 200, body: body as Body };
  }

  async *all<Item>(path: string): AsyncGenerator<Item> {
    const { incidents, exceptions } = this.#detector;
    if (path === '/v1/incidents')
      for (const incident of incidents.values()) yield { ...incidentTold(incident), id: incident.id } as Item;
    else yield* exceptions.values() as Iterable<unknown> as Iterable<Item>;
  }

  async push17Track(payload: unknown): Promise<void> {
    this.#tracking.take(seventeenTrack.read(payload), '17track', null);
  }

  async putClock(now: string): Promise<void> {
    this.#detector.advanceTo(Date.parse(now));
  }

  #post(path: string, body: never): Answer<unknown> {
    if (path === '/v1/orders/batch') return this.#placeOrders(body);
    if (path === '/v1/tracking-events/batch') return this.#upload(body);
    const [, , kind, id = '', what] = path.split('/');
    switch (`${kind}/${what ?? ''}`) {
      case 'providers/':
        return this.#created();
      case 'routes/':
        return this.#createRoute(body);
      case 'orders/parcels':
        return this.#registerParcel(id, body);
      case 'orders/cancel':
        return this.#cancel(id);
      case 'parcels/tracking-numbers':
        return this.#addNumber(id, body);
      case 'units/':
        return this.#bookUnit(body);
      case 'units/contents':
        return this.#fillUnit(id, body);
      default:
        throw new Error(`a rehearsal has no ${path}`);
    }
  }

  #created(id = uuidOf(`rehearsal ${(this.#ids += 1)}`)): Answer<{ id: string }> {
    return { status: 201, body: { id } };
  }

  #createRoute(route: Omit<KnownRoute, 'routeId'>): Answer<unknown> {
    const answer = this.#created();
    this.#routes.set(route.externalId, { ...route, routeId: answer.body.id });
    return answer;
  }

  #placeOrders({ orders }: { orders: readonly Order[] }): Answer<unknown> {
    const items = orders.map((order, index) => {
      const { id } = this.#created().body;
      this.#orders.set(id, order);
      return { index, status: 201, id };
    });
    return { status: 207, body: { items } };
  }

  #registerParcel(orderId: string, parcel: Parcel): Answer<unknown> {
    const order = this.#orders.get(orderId);
    const sku = parcel.items?.[0]?.sku ?? order?.items[0]?.sku;
    const item = order?.items.find((one) => one.sku === sku);
    if (!order || !item) throw new Error(`order ${orderId} has no item ${sku}`);
    const answer = this.#created();
    const { id: parcelId } = answer.body;
    this.#parcelsOf.set(orderId, [...(this.#parcelsOf.get(orderId) ?? []), parcelId]);
    this.#detector.register({
      parcelId,
      orderId,
      externalOrderId: order.externalId,
      marketplace: order.marketplace,
      purpose: parcel.purpose ?? 'outbound',
      replacesParcelId: parcel.replacesParcelId ?? null,
      trackingNumbers: [{ trackingNumber: parcel.trackingNumber, carrier: parcel.carrier }],
      routeId: order.routeId ?? null,
      originCountry: parcel.originCountry,
      destination: { country: order.shipTo.country, state: null, city: null },
      placedAt: order.placedAt,
      registeredAt: this.#now(),
      shippedAt: parcel.shippedAt ?? null,
      promisedAt: order.promisedAt ?? null,
      promiseSource: order.promisedAt === undefined ? null : 'merchant',
      declaredWeightGrams: parcel.declaredWeightGrams,
      price: item.unitPrice,
      goodsCost: item.unitCost,
      goodsCostAssumed: false,
      logisticsCost: null,
      buyerReference: orderId,
      cancelledAt: null,
    });
    this.#tracking.claim(parcelId, parcel);
    return answer;
  }

  #addNumber(parcelId: string, number: { trackingNumber: string; carrier: string }): Answer<unknown> {
    const known = this.#detector.registrationOf(parcelId);
    this.#detector.register({ ...known, trackingNumbers: [...known.trackingNumbers, number] });
    this.#tracking.claim(parcelId, number);
    return this.#created(parcelId);
  }

  #cancel(orderId: string): Answer<unknown> {
    for (const parcelId of this.#parcelsOf.get(orderId) ?? [])
      this.#detector.register({ ...this.#detector.registrationOf(parcelId), cancelledAt: this.#now() });
    return { status: 200, body: {} };
  }

  #upload(events: readonly UploadedEvent[]): Answer<unknown> {
    const items = events.map((event, index) => ({
      index,
      status: faultsOfTrackingEvent(event).length === 0 ? 202 : 422,
    }));
    const taken = events.filter((_, index) => items[index]?.status === 202);
    const bySubject = Map.groupBy(taken, (one) => one.unitId ?? `${one.trackingNumber} ${one.carrier}`);
    for (const some of bySubject.values())
      this.#tracking.take(ownShape.read({ events: some }), 'landfall', merchantId);
    return taken.length === events.length ? { status: 202, body: {} } : { status: 207, body: { items } };
  }

  #bookUnit({ flightOrVoyage }: { flightOrVoyage?: string }): Answer<unknown> {
    const answer = this.#created();
    this.#tracking.book(answer.body.id, flightOrVoyage ?? null);
    return answer;
  }

  #fillUnit(unitId: string, { parcelIds }: { parcelIds: readonly string[] }): Answer<unknown> {
    this.#tracking.fill(unitId, parcelIds);
    return { status: 200, body: {} };
  }

  #now(): string {
    return new Date(this.#detector.now).toISOString();
  }
}
