import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../../stack/repository.ts';

/** The modules of exception-detection that programs of benchmarks use, by their paths. */
interface Modules {
  readonly 'calendars/calendars': typeof import('../../../apps/exception-detection/src/calendars/calendars.ts');
  readonly 'exception-detection.service': typeof import('../../../apps/exception-detection/src/exception-detection.service.ts');
  readonly 'learn-dwell/learn-model': typeof import('../../../apps/exception-detection/src/learn-dwell/learn-model.ts');
  readonly 'learn-dwell/learned-lanes': typeof import('../../../apps/exception-detection/src/learn-dwell/learned-lanes.ts');
  readonly 'persistence/route.store': typeof import('../../../apps/exception-detection/src/persistence/route.store.ts');
  readonly 'track-parcel/advance-parcel': typeof import('../../../apps/exception-detection/src/track-parcel/advance-parcel.ts');
  readonly 'track-parcel/parcel-record': typeof import('../../../apps/exception-detection/src/track-parcel/parcel-record.ts');
  readonly 'track-parcel/take-in': typeof import('../../../apps/exception-detection/src/track-parcel/take-in.ts');
  readonly 'track-parcel/track-parcels': typeof import('../../../apps/exception-detection/src/track-parcel/track-parcels.ts');
}

/**
 * A module of exception-detection as the service runs it. Only for programs that run without the condition of the
 * sources: what it imports of ours is compiled, as classes with decorators have to be.
 */
export const compiled = <Path extends keyof Modules>(path: Path): Promise<Modules[Path]> =>
  import(
    pathToFileURL(join(repositoryRoot, 'apps', 'exception-detection', 'dist', `${path}.js`)).href
  ) as Promise<Modules[Path]>;
