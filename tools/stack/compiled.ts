import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './repository.ts';

/** The modules of services that programs of ours use as the service runs them, by service and path. */
interface Modules {
  readonly 'carrier-tracking/carriers/landfall/landfall.reader': typeof import('../../apps/carrier-tracking/src/carriers/landfall/landfall.reader.ts');
  readonly 'carrier-tracking/carriers/mapping/built-in': typeof import('../../apps/carrier-tracking/src/carriers/mapping/built-in.ts');
  readonly 'carrier-tracking/carriers/mapping/mapped-payload.reader': typeof import('../../apps/carrier-tracking/src/carriers/mapping/mapped-payload.reader.ts');
  readonly 'carrier-tracking/carriers/landfall/tracking-event': typeof import('../../apps/carrier-tracking/src/carriers/landfall/tracking-event.ts');
  readonly 'carrier-tracking/scans/match-registrations': typeof import('../../apps/carrier-tracking/src/scans/match-registrations.ts');
  readonly 'carrier-tracking/scans/merchant-codes': typeof import('../../apps/carrier-tracking/src/scans/merchant-codes.ts');
  readonly 'carrier-tracking/scans/tracking-number': typeof import('../../apps/carrier-tracking/src/scans/tracking-number.ts');
  readonly 'carrier-tracking/tell-scans/milestone-event': typeof import('../../apps/carrier-tracking/src/tell-scans/milestone-event.ts');
  readonly 'carrier-tracking/units/member-delivery': typeof import('../../apps/carrier-tracking/src/units/member-delivery.ts');
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
