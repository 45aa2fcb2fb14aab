import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { notificationsTopic, parcelsTopic, parcelStatesTopic, type DataOf } from '@landfall/contracts';
import { deterministicId, outgoing } from '@landfall/messaging';
import { startTelemetry, type Telemetry } from '@landfall/telemetry';
import { eventually, startTestService, type TestService } from '@landfall/testing';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import type { SettleStatus } from '@landfall/service-kit';
import { notifications } from './notifications.service.ts';
import { startBuyersServer, type BuyersServer } from './testing/buyers-server.ts';
import { startMailServer, type MailServer } from './testing/mail-server.ts';
import { trackingToken } from './tracking-page/tracking-token.ts';

const secret = 'only for tests: the tracking pages';
const merchantId = deterministicId('merchant', 'notifications');
const begin = new Date('2026-03-10T12:00:00Z');

type Registered = DataOf<typeof parcelsTopic, 'parcel.registered'>;
type State = DataOf<typeof parcelStatesTopic, 'parcel.state_changed'>;
type Told = { type: string | undefined; node: string; reason?: string };

const registration = (parcelId: string, changes: Partial<Registered> = {}): Registered => ({
  parcelId,
  orderId: deterministicId('order', parcelId),
  externalOrderId: `N-${parcelId.slice(0, 8)}`,
  marketplace: 'shop',
  purpose: 'outbound',
  replacesParcelId: null,
  trackingNumbers: [],
  routeId: null,
  originCountry: 'CN',
  destination: { country: 'DE', state: null, city: null },
  placedAt: '2026-03-08T08:00:00Z',
  registeredAt: '2026-03-09T08:00:00Z',
  shippedAt: null,
  promisedAt: '2026-03-20T22:00:00Z',
  promiseSource: 'merchant',
  declaredWeightGrams: null,
  price: { amount: '50.00', currency: 'EUR' },
  goodsCost: { amount: '20.00', currency: 'EUR' },
  goodsCostAssumed: false,
  logisticsCost: null,
  buyerReference: deterministicId('buyer', parcelId),
  cancelledAt: null,
  ...changes,
});

const stateOf = (parcelId: string, changes: Partial<State>): State => ({
  parcelId,
  orderId: deterministicId('order', parcelId),
  state: 'in_transit',
  currentLeg: null,
  currentWait: null,
  lastMilestone: null,
  lastEventAt: null,
  dispatchedAt: null,
  outForDeliveryAt: null,
  deliveredAt: null,
  originCountry: 'CN',
  destinationCountry: 'DE',
  routeId: null,
  promisedAt: null,
  estimate: {
    p10: '2026-03-16T00:00:00Z',
    p50: '2026-03-17T00:00:00Z',
    p90: '2026-03-18T00:00:00Z',
    pLate: 0.1,
  },
  ...changes,
});

let smtp: MailServer;
let intake: BuyersServer;
let service: TestService;
let told: Awaited<ReturnType<TestService['topics']['read']>>;
let telemetry: Telemetry;
let clock = begin;
const spans = new InMemorySpanExporter();

beforeAll(async () => {
  telemetry = startTelemetry({ service: 'notifications', exporter: spans });
  [smtp, intake] = await Promise.all([startMailServer(), startBuyersServer()]);
  service = await startTestService(notifications, {
    env: {
      SMTP_URL: smtp.url,
      ORDER_INTAKE_URL: intake.url,
      TRACKING_PAGE_SECRET: secret,
      MAIL_FROM: 'Parcel news <news@parcels.example>',
      PUBLIC_URL: 'https://parcels.example',
    },
    now: begin,
  });
  told = await service.topics.read(notificationsTopic);
});

afterAll(async () => {
  await service.close();
  await Promise.all([smtp.close(), intake.close()]);
  await telemetry.shutdown();
});

/** A parcel of its own for each case, with the steps that a case is told in. */
const newParcel = (
  name: string,
  buyer: { email?: string; locale?: string; consent?: object } | null = {},
) => {
  const parcelId = deterministicId('parcel', name);
  const data = registration(parcelId);
  const email = `${name}@buyers.example`;
  if (buyer)
    intake.buyers.set(data.buyerReference, { reference: data.buyerReference, name: 'Anna', email, ...buyer });
  let version = 0;
  const about = (ofVersion: number) => ({ version: ofVersion, merchantId });
  return {
    parcelId,
    email,
    register: () => service.publish(outgoing(parcelsTopic, 'parcel.registered', about(1), data)),
    /** Publishes a state and waits until the service has taken it in. */
    is: async (changes: Partial<State>) => {
      version += 1;
      const event = outgoing(
        parcelStatesTopic,
        'parcel.state_changed',
        about(version),
        stateOf(parcelId, changes),
      );
      await service.publish(event);
      await eventually(
        () =>
          service.query<{ tracking_version: number }>(
            'SELECT tracking_version FROM notifications.parcel WHERE parcel_id = $1',
            [parcelId],
          ),
        (rows) => rows[0]?.tracking_version === version,
      );
    },
    /** Waits until the parcel is registered and as many messages are known. */
    hasMessages: (count: number) =>
      eventually(
        () =>
          service.query<{ node: string; status: string; attempts: number }>(
            `SELECT node, status, attempts FROM notifications.message WHERE parcel_id = $1 ORDER BY created_at, node`,
            [parcelId],
          ),
        (rows) => rows.length === count,
      ),
    /** What was told of the parcel, once that many events are on the topic. */
    told: async (count: number): Promise<Told[]> => {
      const of = (records: Awaited<ReturnType<typeof told.until>>) =>
        records.filter((record) => record.key === parcelId);
      const records = of(await told.until((all) => of(all).length >= count));
      return records.map(({ headers, value }) => {
        const { node, reason } = value as { node: string; reason?: string };
        return { type: headers['ce_type'], node, ...(reason !== undefined && { reason }) };
      });
    },
    headers: async () =>
      (await told.until((all) => all.some(({ key }) => key === parcelId)))
        .filter(({ key }) => key === parcelId)
        .map(({ headers }) => headers),
    mails: () =>
      smtp.mails.filter(({ to }) =>
        [to].flat().some((one) => one?.value.some(({ address }) => address === email)),
      ),
  };
};

const sent = (node: string): Told => ({ type: 'notification.sent', node });
const suppressed = (node: string, reason: string): Told => ({
  type: 'notification.suppressed',
  node,
  reason,
});
const minutes = async (count: number) => {
  clock = new Date(clock.getTime() + count * 60_000);
  return service.setClock(clock);
};
const before = (hours: number) => new Date(clock.getTime() - hours * 3_600_000).toISOString();
const settle = async () => {
  const answer = await fetch(`${service.url}/internal/settle`, {
    headers: { authorization: `Bearer ${await service.serviceToken()}` },
  });
  return (await answer.json()) as SettleStatus;
};
const atRest = () =>
  eventually(
    settle,
    ({ pending, outboxEmpty, nextDueAt }) => pending === 0 && outboxEmpty && nextDueAt === null,
  );

describe('the messages of a parcel', () => {
  it('are one mail a node, in the language of the buyer', async () => {
    const parcel = newParcel('life', { locale: 'fr-FR' });
    await parcel.register();
    await parcel.is({ dispatchedAt: before(1) });
    await parcel.hasMessages(1);
    expect(parcel.mails()).toHaveLength(0);
    await minutes(3);
    expect(await parcel.told(1)).toEqual([sent('dispatched')]);
    await parcel.is({ state: 'out_for_delivery', dispatchedAt: before(2), outForDeliveryAt: before(1) });
    await parcel.hasMessages(2);
    await minutes(3);
    await parcel.told(2);
    const reached = { dispatchedAt: before(3), outForDeliveryAt: before(2), deliveredAt: before(1) };
    await parcel.is({ state: 'delivered', estimate: null, ...reached });
    await parcel.hasMessages(3);
    await minutes(3);
    expect(await parcel.told(3)).toEqual([sent('dispatched'), sent('out_for_delivery'), sent('delivered')]);

    const mails = parcel.mails();
    const order = `N-${parcel.parcelId.slice(0, 8)}`;
    expect(mails.map(({ subject }) => subject)).toEqual([
      `La commande ${order} est en route`,
      `La commande ${order} est en cours de livraison`,
      `La commande ${order} a été livrée`,
    ]);
    const link = `https://parcels.example/t/${trackingToken(secret, parcel.parcelId)}`;
    expect(mails[0]?.text).toContain(link);
    expect(mails[0]?.html).toContain(`href="${link}"`);
    expect(mails[0]?.from?.text).toBe('"Parcel news" <news@parcels.example>');
    expect(mails[0]?.messageId).toBe(
      `<${deterministicId('message', parcel.parcelId, 'dispatched')}@parcels.example>`,
    );
  });

  it('are not repeated by further scans of the same nodes', async () => {
    const parcel = newParcel('repeats');
    await parcel.register();
    await parcel.is({ dispatchedAt: before(2) });
    await parcel.hasMessages(1);
    await minutes(3);
    await parcel.told(1);
    for (const hours of [1.5, 1, 0.5]) await parcel.is({ dispatchedAt: before(hours) });
    await minutes(60);
    await atRest();
    expect(await parcel.told(1)).toEqual([sent('dispatched')]);
    expect(parcel.mails()).toHaveLength(1);
  });

  it('are one for a burst of scans: that of the furthest node', async () => {
    const parcel = newParcel('burst');
    await parcel.register();
    await parcel.is({ dispatchedAt: before(3) });
    await parcel.hasMessages(1);
    await minutes(1);
    await parcel.is({ dispatchedAt: before(3), outForDeliveryAt: before(2) });
    await parcel.is({
      state: 'delivered',
      dispatchedAt: before(3),
      outForDeliveryAt: before(2),
      deliveredAt: before(1),
    });
    await minutes(3);
    expect(await parcel.told(3)).toEqual([
      suppressed('dispatched', 'passed'),
      suppressed('out_for_delivery', 'passed'),
      sent('delivered'),
    ]);
    await atRest();
    expect(parcel.mails()).toHaveLength(1);
  });

  it('wait for the registration where the state comes first', async () => {
    const parcel = newParcel('stub');
    await parcel.is({ dispatchedAt: before(1) });
    await minutes(30);
    await parcel.hasMessages(0);
    await parcel.register();
    await parcel.hasMessages(1);
    await minutes(3);
    expect(await parcel.told(1)).toEqual([sent('dispatched')]);
  });

  it('are not sent about what happened over a week ago', async () => {
    const parcel = newParcel('stale');
    await parcel.register();
    await parcel.is({ dispatchedAt: before(8 * 24) });
    expect(await parcel.told(1)).toEqual([suppressed('dispatched', 'stale')]);
  });

  it.each([
    ['a buyer who said no', { consent: { email: false, sms: true } }, 'no_consent'],
    ['a buyer without an address', { email: '' }, 'no_address'],
    ['an address with a line break', { email: 'a@b.example\r\nBcc: all@b.example' }, 'no_address'],
    ['a buyer who was erased', null, 'no_address'],
  ])('are not sent to %s', async (name, buyer, reason) => {
    const parcel = newParcel(name.replaceAll(' ', '-'), buyer);
    await parcel.register();
    await parcel.is({ dispatchedAt: before(1) });
    await parcel.hasMessages(1);
    await minutes(3);
    expect(await parcel.told(1)).toEqual([suppressed('dispatched', reason)]);
    expect(parcel.mails()).toHaveLength(0);
  });

  it('are refused to a stranger who names the parcel of another merchant', async () => {
    const parcel = newParcel('owned');
    await parcel.register();
    await parcel.is({});
    const stranger = { version: 99, merchantId: deterministicId('merchant', 'stranger') };
    const data = stateOf(parcel.parcelId, { dispatchedAt: before(1) });
    await service.publish(outgoing(parcelStatesTopic, 'parcel.state_changed', stranger, data));
    const [kept] = await eventually(
      () =>
        service.query<{ detail: string }>(
          'SELECT detail FROM notifications.quarantine WHERE record_key = $1',
          [parcel.parcelId],
        ),
      (rows) => rows.length === 1,
    );
    expect(kept?.detail).toContain('another merchant');
    await parcel.hasMessages(0);
  });
});

describe('a mail server', () => {
  const retryNow = (parcelId: string) =>
    service.query(
      `UPDATE notifications.message SET try_at = now() WHERE parcel_id = $1 AND status = 'sending'`,
      [parcelId],
    );
  const attempts = (parcelId: string, count: number) =>
    eventually(
      () =>
        service.query<{ attempts: number }>(
          'SELECT attempts FROM notifications.message WHERE parcel_id = $1',
          [parcelId],
        ),
      (rows) => rows[0]?.attempts === count,
    );

  it('that refuses for now gets the mail later, once, and does not hold up the clock', async () => {
    const parcel = newParcel('greylisted');
    smtp.refusals.set(parcel.email, 451);
    await parcel.register();
    await parcel.is({ dispatchedAt: before(1) });
    await parcel.hasMessages(1);
    await minutes(3);
    await attempts(parcel.parcelId, 1);
    expect(await atRest()).toMatchObject({ pending: 0 });
    await retryNow(parcel.parcelId);
    await attempts(parcel.parcelId, 2);
    smtp.refusals.delete(parcel.email);
    await retryNow(parcel.parcelId);
    expect(await parcel.told(1)).toEqual([sent('dispatched')]);
    expect(parcel.mails()).toHaveLength(1);
    expect(smtp.refused(parcel.email)).toBe(2);
  });

  it('that refuses for hours gets no mail about a node passed meanwhile', async () => {
    const parcel = newParcel('passed-while-refused');
    smtp.refusals.set(parcel.email, 451);
    await parcel.register();
    await parcel.is({ dispatchedAt: before(5) });
    await parcel.hasMessages(1);
    await minutes(3);
    await attempts(parcel.parcelId, 1);
    await parcel.is({ state: 'delivered', dispatchedAt: before(5), deliveredAt: before(1) });
    smtp.refusals.delete(parcel.email);
    await retryNow(parcel.parcelId);
    expect(await parcel.told(1)).toEqual([suppressed('dispatched', 'passed')]);
    await minutes(3);
    expect(await parcel.told(2)).toEqual([suppressed('dispatched', 'passed'), sent('delivered')]);
    expect(parcel.mails()).toHaveLength(1);
  });

  it('that refuses for good is not asked again', async () => {
    const parcel = newParcel('unknown');
    smtp.refusals.set(parcel.email, 550);
    await parcel.register();
    await parcel.is({ dispatchedAt: before(1) });
    await parcel.hasMessages(1);
    await minutes(3);
    expect(await parcel.told(1)).toEqual([
      { type: 'notification.failed', node: 'dispatched', reason: 'smtp_550' },
    ]);
    expect(smtp.refused(parcel.email)).toBe(1);
  });

  it('gets the mail of a sender that died once more, as the same mail', async () => {
    const parcel = newParcel('crashed');
    await parcel.register();
    await parcel.is({ dispatchedAt: before(1) });
    await parcel.hasMessages(1);
    await minutes(3);
    await parcel.told(1);
    await service.query(
      `UPDATE notifications.message SET status = 'sending', try_at = now() + interval '200 ms' WHERE parcel_id = $1`,
      [parcel.parcelId],
    );
    expect(await parcel.told(2)).toEqual([sent('dispatched'), sent('dispatched')]);
    const [first, second] = parcel.mails();
    expect(second?.messageId).toBe(first?.messageId);
  });
});

describe('around the mail', () => {
  it('buyers are looked up in one call a merchant, and a mail waits for them', async () => {
    const parcels = ['one', 'two', 'three'].map((name) => newParcel(`together-${name}`));
    for (const parcel of parcels) {
      await parcel.register();
      await parcel.is({ dispatchedAt: before(1) });
      await parcel.hasMessages(1);
    }
    intake.away = true;
    intake.lookups.length = 0;
    await minutes(3);
    await eventually(
      async () => intake.lookups.length,
      (count) => count > 0,
    );
    expect((await settle()).pending).toBe(3);
    intake.away = false;
    for (const parcel of parcels) expect(await parcel.told(1)).toEqual([sent('dispatched')]);
    expect(intake.lookups.every(({ references }) => references.length === 3)).toBe(true);
    expect(await atRest()).toMatchObject({ pending: 0 });
  });

  it.each([
    ['before it', '4bf92f3577b34da6a3ce929d0e0e4736'],
    ['after it', '5bf92f3577b34da6a3ce929d0e0e4737'],
  ])('the trace of the scan goes on to the mail of a parcel registered %s', async (order, traceId) => {
    const parcel = newParcel(`traced ${order}`.replaceAll(' ', '-'));
    if (order === 'before it') await parcel.register();
    const scan = { traceId, spanId: '00f067aa0ba902b7', traceFlags: 1 };
    await context.with(trace.setSpanContext(ROOT_CONTEXT, scan), () =>
      parcel.is({ dispatchedAt: before(1) }),
    );
    if (order === 'after it') await parcel.register();
    await parcel.hasMessages(1);
    await minutes(3);
    const [headers] = await parcel.headers();
    expect(headers?.['traceparent']).toContain(traceId);
    const mail = await eventually(
      async () => spans.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId),
      (found) => found.some(({ name }) => name === 'send mail'),
    );
    expect(mail.map(({ name }) => name)).toContain('SMTP');
  });
});

describe('GET /v1/notifications', () => {
  const get = async (query: string, scopes = ['notifications:read'], merchant = merchantId) => {
    const token = await service.tokenOf(merchant, scopes);
    const answer = await fetch(`${service.url}/v1/notifications${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return {
      status: answer.status,
      body: (await answer.json()) as { data: Record<string, unknown>[]; nextCursor: string | null },
    };
  };

  it('lists the messages of a parcel with what became of them', async () => {
    const { parcelId } = newParcel('life');
    const { body } = await get(`?parcelId=${parcelId}`);
    expect(body.data.map(({ node, status }) => [node, status])).toEqual([
      ['delivered', 'sent'],
      ['out_for_delivery', 'sent'],
      ['dispatched', 'sent'],
    ]);
    expect(body.data[2]).toEqual({
      id: deterministicId('message', parcelId, 'dispatched'),
      parcelId,
      node: 'dispatched',
      channel: 'email',
      status: 'sent',
      locale: 'fr',
      dueAt: '2026-03-10T12:03:00.000Z',
      sentAt: '2026-03-10T12:03:00.000Z',
      reason: null,
    });
  });

  it('pages through all of them, each once', async () => {
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await get(`?limit=4${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...body.data.map(({ id }) => id));
      cursor = body.nextCursor;
    } while (cursor);
    const [all] = await service.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM notifications.message',
    );
    expect(seen).toHaveLength(all?.count ?? 0);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('shows nothing of another merchant, and nothing without the scope', async () => {
    expect((await get('', ['notifications:read'], deterministicId('merchant', 'other'))).body.data).toEqual(
      [],
    );
    expect((await get('', ['orders:read'])).status).toBe(403);
  });

  it.each(['?cursor=x', '?cursor=eyJhdCI6IjEifQ', '?parcelId=1', '?limit=0', '?nonsense=1'])(
    'refuses %s',
    async (query) => expect((await get(query)).status).toBe(400),
  );
});

describe('GET /t/:token', () => {
  const get = (token: string, language = 'en') =>
    fetch(`${service.url}/t/${token}`, { headers: { 'accept-language': language } });

  it('shows the parcel to whoever has the link', async () => {
    const { parcelId } = newParcel('life');
    const answer = await get(trackingToken(secret, parcelId), 'de');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('x-robots-tag')).toContain('noindex');
    const page = await answer.text();
    expect(page).toContain('Ihr Paket');
    expect(page).toContain('Zugestellt');
    expect(page).not.toContain('Anna');
  });

  it('shows a parcel that is not known here yet as being prepared', async () => {
    const answer = await get(trackingToken(secret, deterministicId('parcel', 'just registered')));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Being prepared');
  });

  it.each([
    ['another secret', trackingToken('another secret, of the same sort', deterministicId('parcel', 'life'))],
    ['nothing at all', 'x'],
    ['a path', '..%2f..%2fetc'],
  ])('answers a page with 404 to a link of %s', async (_, token) => {
    const answer = await get(token);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(await answer.text()).toContain('This link does not work');
  });
});
