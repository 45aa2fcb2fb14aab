import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './repository.ts';

/** The modules of services that programs of ours use as the service runs them, by service and path. */
interface Modules {
  readonly 'carrier-tracking/capture-epcis/read-capture': typeof import('../../apps/carrier-tracking/src/capture-epcis/read-capture.ts');
  readonly 'carrier-tracking/capture-epcis/split-by-parcel': typeof import('../../apps/carrier-tracking/src/capture-epcis/split-by-parcel.ts');
  readonly 'carrier-tracking/carriers/epcis/epcis.reader': typeof import('../../apps/carrier-tracking/src/carriers/epcis/epcis.reader.ts');
  readonly 'carrier-tracking/carriers/landfall/landfall.reader': typeof import('../../apps/carrier-tracking/src/carriers/landfall/landfall.reader.ts');
  readonly 'carrier-tracking/carriers/landfall/tracking-event': typeof import('../../apps/carrier-tracking/src/carriers/landfall/tracking-event.ts');
  readonly 'carrier-tracking/carriers/mapping/bodies/unreadable-body': typeof import('../../apps/carrier-tracking/src/carriers/mapping/bodies/unreadable-body.ts');
  readonly 'carrier-tracking/carriers/mapping/built-in': typeof import('../../apps/carrier-tracking/src/carriers/mapping/built-in.ts');
  readonly 'carrier-tracking/carriers/mapping/mapped-payload.reader': typeof import('../../apps/carrier-tracking/src/carriers/mapping/mapped-payload.reader.ts');
  readonly 'carrier-tracking/receive-signed-push/signature': typeof import('../../apps/carrier-tracking/src/receive-signed-push/signature.ts');
  readonly 'carrier-tracking/receive-signed-push/signed-senders': typeof import('../../apps/carrier-tracking/src/receive-signed-push/signed-senders.ts');
  readonly 'carrier-tracking/scans/match-registrations': typeof import('../../apps/carrier-tracking/src/scans/match-registrations.ts');
  readonly 'carrier-tracking/scans/merchant-codes': typeof import('../../apps/carrier-tracking/src/scans/merchant-codes.ts');
  readonly 'carrier-tracking/scans/tracking-number': typeof import('../../apps/carrier-tracking/src/scans/tracking-number.ts');
  readonly 'carrier-tracking/tell-scans/milestone-event': typeof import('../../apps/carrier-tracking/src/tell-scans/milestone-event.ts');
  readonly 'carrier-tracking/units/member-delivery': typeof import('../../apps/carrier-tracking/src/units/member-delivery.ts');
  readonly 'carrier-tracking/upload-manifest/read-manifest': typeof import('../../apps/carrier-tracking/src/upload-manifest/read-manifest.ts');
  readonly 'carrier-tracking/upload-tracking-events/parse-batch': typeof import('../../apps/carrier-tracking/src/upload-tracking-events/parse-batch.ts');
  readonly 'carrier-tracking/upload-tracking-events/sort-items': typeof import('../../apps/carrier-tracking/src/upload-tracking-events/sort-items.ts');
  readonly 'exception-detection/calendars/calendars': typeof import('../../apps/exception-detection/src/calendars/calendars.ts');
  readonly 'exception-detection/exception-detection.service': typeof import('../../apps/exception-detection/src/exception-detection.service.ts');
  readonly 'exception-detection/learn-dwell/learn-model': typeof import('../../apps/exception-detection/src/learn-dwell/learn-model.ts');
  readonly 'exception-detection/learn-dwell/learned-lanes': typeof import('../../apps/exception-detection/src/learn-dwell/learned-lanes.ts');
  readonly 'exception-detection/persistence/incident.store': typeof import('../../apps/exception-detection/src/persistence/incident.store.ts');
  readonly 'exception-detection/persistence/route.store': typeof import('../../apps/exception-detection/src/persistence/route.store.ts');
  readonly 'exception-detection/read-parcels/parcel-answer': typeof import('../../apps/exception-detection/src/read-parcels/parcel-answer.ts');
  readonly 'exception-detection/track-parcel/advance-parcel': typeof import('../../apps/exception-detection/src/track-parcel/advance-parcel.ts');
  readonly 'exception-detection/track-parcel/parcel-record': typeof import('../../apps/exception-detection/src/track-parcel/parcel-record.ts');
  readonly 'exception-detection/track-parcel/take-in': typeof import('../../apps/exception-detection/src/track-parcel/take-in.ts');
  readonly 'exception-detection/track-parcel/track-parcels': typeof import('../../apps/exception-detection/src/track-parcel/track-parcels.ts');
  readonly 'exception-detection/watch-incidents/incident-events': typeof import('../../apps/exception-detection/src/watch-incidents/incident-events.ts');
  readonly 'order-intake/import-orders/import-orders.handler': typeof import('../../apps/order-intake/src/import-orders/import-orders.handler.ts');
  readonly 'order-intake/marketplace-orders/marketplace-order': typeof import('../../apps/order-intake/src/marketplace-orders/marketplace-order.ts');
  readonly 'order-intake/marketplace-orders/not-understood': typeof import('../../apps/order-intake/src/marketplace-orders/not-understood.ts');
  readonly 'order-intake/marketplace-orders/read-webhook': typeof import('../../apps/order-intake/src/marketplace-orders/read-webhook.ts');
  readonly 'order-intake/marketplace-orders/wanted-order': typeof import('../../apps/order-intake/src/marketplace-orders/wanted-order.ts');
  readonly 'order-intake/marketplaces/marketplaces': typeof import('../../apps/order-intake/src/marketplaces/marketplaces.ts');
  readonly 'order-intake/marketplaces/parse-webhook': typeof import('../../apps/order-intake/src/marketplaces/parse-webhook.ts');
  readonly 'order-intake/marketplaces/webhook-signature': typeof import('../../apps/order-intake/src/marketplaces/webhook-signature.ts');
  readonly 'order-intake/place-order-batch/read-batch': typeof import('../../apps/order-intake/src/place-order-batch/read-batch.ts');
  readonly 'order-intake/place-order/accept-order': typeof import('../../apps/order-intake/src/place-order/accept-order.ts');
  readonly 'order-intake/place-order/new-order-ids': typeof import('../../apps/order-intake/src/place-order/new-order-ids.ts');
  readonly 'order-intake/place-order/place-order.request': typeof import('../../apps/order-intake/src/place-order/place-order.request.ts');
}

/**
 * A module of a service as the service runs it. Only for programs that run without the condition of the sources, when these
 * have been built: what it imports of ours is compiled, as classes with decorators have to be.
 */
export function compiled<Name extends keyof Modules>(name: Name): Promise<Modules[Name]> {
  const [service = '', ...path] = name.split('/');
  const file = join(repositoryRoot, 'apps', service, 'dist', `${path.join('/')}.js`);
  return import(pathToFileURL(file).href) as Promise<Modules[Name]>;
}
