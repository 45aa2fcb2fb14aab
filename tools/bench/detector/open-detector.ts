import { KnownMerchants, OutboxRelay, readPipe, Sweeper } from '@landfall/messaging';
import { migrate, UnitOfWork, type Transaction } from '@landfall/persistence';
import { Clock, createService, loadConfig, type ReplayClock } from '@landfall/service-kit';
import { createLogger } from '@landfall/telemetry';
import type { ParcelNews } from '../../../apps/exception-detection/src/track-parcel/track-parcels.ts';
import type { KnownRoute } from '../../../apps/exception-detection/src/track-parcel/parcel-record.ts';
import type { LearnedLane } from '../detection/learned-lanes.ts';
import { compiled } from '../../stack/compiled.ts';
import type { DetectorSettings } from './settings.ts';

export type { ParcelNews };
export type Detector = Awaited<ReturnType<typeof openDetector>>;

/** Nothing is told of what is prepared. */
const toldToNobody = (): void => undefined;
/** Models of lanes that are given are not made anew while anything is measured. */
const never = new Date('2200-01-01T00:00:00Z');

/**
 * exception-detection as it is, in this process, in a schema of its own: its relay runs, its consumers and its sweeper
 * wait until they are started, and its clock stands where it is put.
 */
export async function openDetector({
  brokers,
  adminUrl,
  databaseUrl,
  schema,
  topicPrefix,
}: DetectorSettings) {
  process.env['LOG_LEVEL'] ??= 'warn';
  const { exceptionDetection } = await compiled('exception-detection/exception-detection.service');
  const { TrackParcels } = await compiled('exception-detection/track-parcel/track-parcels');
  const { saveRoutes } = await compiled('exception-detection/persistence/route.store');
  const definition = { ...exceptionDetection, schema };
  await migrate({ adminUrl, serviceUrl: databaseUrl, schema, migrations: definition.migrations });
  const config = loadConfig(definition, {
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: brokers,
    KAFKA_TOPIC_PREFIX: topicPrefix,
    LANDFALL_CLOCK: 'replay',
  });
  const app = await createService(definition, config, createLogger(definition.name));
  await app.init();
  const unitOfWork = app.get(UnitOfWork);
  const merchants = app.get(KnownMerchants);
  const parcels = app.get(TrackParcels);

  const inTransaction = (merchantId: string, work: (tx: Transaction) => Promise<void>): Promise<void> =>
    unitOfWork.run({ pool: 'consumer', merchants: [merchantId] }, async (tx) => {
      merchants.remember(tx, [merchantId]);
      await work(tx);
    });

  return {
    app,
    clock: app.get(Clock) as ReplayClock,
    sweeper: app.get(Sweeper),
    relay: app.get(OutboxRelay),
    unitOfWork,

    /** Applies news of a merchant's parcels in one transaction, as a batch of the topics would. */
    apply: (merchantId: string, news: readonly ParcelNews[], now: Date): Promise<void> =>
      inTransaction(merchantId, (tx) => parcels.apply(news, { tx, now, emit: toldToNobody })),

    keepRoutes: (merchantId: string, routes: readonly KnownRoute[]): Promise<void> =>
      inTransaction(merchantId, async (tx) =>
        saveRoutes(
          tx,
          routes.map((told) => ({ merchantId, version: 1, told })),
        ),
      ),

    keepModels: (merchantId: string, lanes: readonly LearnedLane[]): Promise<void> =>
      inTransaction(merchantId, async (tx) => {
        for (const { lane, model } of lanes)
          tx.execute(
            'INSERT INTO dwell_lane (merchant_id, lane, version, model, next_refresh_at) VALUES ($1, $2, 1, $3, $4)',
            [merchantId, lane, JSON.stringify(model), never],
          );
      }),

    /** Whether everything that was told has been published. */
    hasPublished: async (): Promise<boolean> =>
      (await unitOfWork.run({ pool: 'consumer', merchants: [] }, readPipe)).outboxEmpty,
  };
}
