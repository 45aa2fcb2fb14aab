import { LandfallClient } from '../replay/landfall-client.ts';
import { progressLine } from '../replay/progress.ts';
import { replayOlist } from '../replay/replay-olist.ts';
import { summaryOf } from '../replay/report.ts';
import type { DemoOptions } from '../start/demo.ts';
import { lanes, tellStory, type StoryParcel } from './story.ts';

const seed = 20_260_101;
const parcelCount = 500;
const hour = 60 * 60 * 1000;

/** Plays a demo through the public edges of the running system; once: a second start finds it there. */
export async function playDemo({
  url,
  apiKey,
  senderKey,
  kind,
  dir,
  signal,
  log,
}: DemoOptions): Promise<void> {
  const client = new LandfallClient(url, apiKey, senderKey);
  if (kind === 'olist' && dir !== undefined) {
    const report = await replayOlist(
      client,
      dir,
      { limit: Number.POSITIVE_INFINITY, stepHours: 6 },
      progressLine('olist'),
    );
    log(summaryOf(report));
    return;
  }
  const story = tellStory(seed, parcelCount);
  const last = story.at(-1)?.externalId ?? '';
  const known = await client.get<{ data: { parcelIds: string[] }[] }>(`/v1/orders?externalId=${last}`);
  if (known.body.data.length > 0) {
    log('The demo story is already there.');
    return;
  }
  log(`Playing a story of ${parcelCount} parcels ...`);
  const now = Date.now();
  await openPool(client);
  await placeOrders(client, story, now, signal);
  await tellScans(client, story, now);
  log('The story has been told; its events are being processed.');
}

async function openPool(client: LandfallClient): Promise<void> {
  for (const externalId of new Set(lanes.map((lane) => lane.provider))) {
    const name = `${externalId.charAt(0).toUpperCase()}${externalId.slice(1)} Logistics`;
    const provider = await client.post<{ id: string }>('/v1/providers', { externalId, name });
    for (const lane of lanes.filter((one) => one.provider === externalId && provider.status === 201)) {
      await client.post('/v1/routes', {
        externalId: lane.route,
        name: lane.routeName,
        providerId: provider.body.id,
        originCountry: 'CN',
        destinationCountries: [lane.country],
        legs: [
          { leg: 'trunk_line', carrier: externalId },
          { leg: 'last_mile', carrier: lane.carrier },
        ],
        mode: lane.route.includes('rail') ? 'rail' : 'economy_air',
        terms: 'DDP',
        clearance: 'postal',
        claimedTransitDays: lane.claimedDays,
      });
    }
  }
}

const placedAt = (parcel: StoryParcel, now: number): number => now - parcel.ageHours * hour;
const at = (instant: number): string => new Date(instant).toISOString();

async function placeOrders(
  client: LandfallClient,
  story: StoryParcel[],
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const { status, body } = await client.post<{ items: { index: number; status: number; id?: string }[] }>(
    '/v1/orders/batch',
    {
      orders: story.map((parcel, index) => orderOf(parcel, index, now)),
    },
  );
  if (status !== 207)
    throw new Error(`The demo's orders were answered ${status}: ${JSON.stringify(body).slice(0, 500)}`);
  const waiting = [...body.items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.pop(); item && !signal.aborted; item = waiting.pop()) {
      const parcel = story[item.index];
      if (!item.id || !parcel) throw new Error(`The demo's order ${item.index} was answered ${item.status}`);
      const answer = await client.post(`/v1/orders/${item.id}/parcels`, {
        trackingNumber: parcel.trackingNumber,
        carrier: parcel.lane.carrier,
        routeId: parcel.lane.route,
        originCountry: 'CN',
        shippedAt: at(placedAt(parcel, now) + 12 * hour),
        declaredWeightGrams: parcel.weightGrams,
      });
      if (answer.status !== 201) throw new Error(`A parcel of the demo was answered ${answer.status}`);
      const { cancelledAfterHours } = parcel;
      if (cancelledAfterHours !== null && cancelledAfterHours < parcel.ageHours)
        await client.post(`/v1/orders/${item.id}/cancel`, {});
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
}

const orderOf = (parcel: StoryParcel, index: number, now: number) => ({
  externalId: parcel.externalId,
  marketplace: 'demo-shop',
  placedAt: at(placedAt(parcel, now)),
  currency: parcel.lane.currency,
  buyer: {
    name: `Demo Buyer ${index + 1}`,
    email: `buyer${index + 1}@example.com`,
    locale: parcel.lane.locale,
    consent: { email: true, sms: false },
  },
  shipTo: { country: parcel.lane.country, city: parcel.lane.city },
  items: [
    {
      sku: parcel.sku,
      title: parcel.title,
      quantity: 1,
      unitPrice: { amount: `${parcel.price}.00`, currency: parcel.lane.currency },
      unitCost: { amount: `${parcel.cost}.00`, currency: parcel.lane.currency },
      weightGrams: parcel.weightGrams,
    },
  ],
  promisedAt: at(placedAt(parcel, now) + parcel.promisedAfterDays * 24 * hour),
});

async function tellScans(client: LandfallClient, story: StoryParcel[], now: number): Promise<void> {
  const told = story.map((parcel) => ({
    parcel,
    scans: parcel.scans.filter((scan) => scan.hours < parcel.ageHours),
  }));
  const events = told
    .filter(({ parcel }) => !parcel.byPush)
    .flatMap(({ parcel, scans }) =>
      scans.map((scan) => ({
        trackingNumber: parcel.trackingNumber,
        carrier: parcel.lane.carrier,
        milestone: scan.milestone,
        occurredAt: at(placedAt(parcel, now) + scan.hours * hour),
        place: { country: scan.country, ...(scan.city && { city: scan.city }) },
      })),
    );
  const answer = await client.post('/v1/tracking-events/batch', events);
  if (answer.status !== 202)
    throw new Error(
      `The demo's scans were answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 500)}`,
    );
  for (const { parcel, scans } of told)
    if (parcel.byPush && scans.length > 0) await client.push17Track(pushOf(parcel, scans, now));
}

const subStatus: Record<string, string> = {
  label_created: 'InfoReceived',
  picked_up: 'InTransit_PickedUp',
  arrived_at_warehouse: 'InTransit_Arrival',
  departed_warehouse: 'InTransit_Departure',
  import_customs_held: 'InTransit_CustomsRequiringInformation',
  import_customs_released: 'InTransit_CustomsReleased',
  out_for_delivery: 'OutForDelivery_Other',
  delivered: 'Delivered_Other',
};

const pushOf = (parcel: StoryParcel, scans: StoryParcel['scans'], now: number) => {
  const events = scans.toReversed().map((scan) => {
    const time = at(placedAt(parcel, now) + scan.hours * hour);
    return {
      time_iso: time,
      time_utc: time,
      description: scan.milestone.replaceAll('_', ' '),
      location: scan.city,
      stage: null,
      sub_status: subStatus[scan.milestone] ?? 'InTransit_Other',
      address: { country: scan.country, state: null, city: scan.city, street: null, postal_code: null },
    };
  });
  const code = events[0]?.sub_status ?? 'InTransit_Other';
  return {
    event: 'TRACKING_UPDATED',
    data: {
      number: parcel.trackingNumber,
      carrier: parcel.lane.carrierKey,
      track_info: {
        latest_status: { status: code.split('_')[0], sub_status: code },
        latest_event: events[0],
        tracking: {
          providers: [{ provider: { key: parcel.lane.carrierKey, name: parcel.lane.carrier }, events }],
        },
      },
    },
  };
};
