import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../../stack/repository.ts';

/** The modules of carrier-tracking that programs of benchmarks use, by their paths. */
interface Modules {
  readonly 'carrier-tracking.service': typeof import('../../../apps/carrier-tracking/src/carrier-tracking.service.ts');
  readonly 'persistence/poll-group.store': typeof import('../../../apps/carrier-tracking/src/persistence/poll-group.store.ts');
  readonly 'persistence/poll.store': typeof import('../../../apps/carrier-tracking/src/persistence/poll.store.ts');
  readonly 'persistence/poller.store': typeof import('../../../apps/carrier-tracking/src/persistence/poller.store.ts');
  readonly 'poll-carriers/schedule/arrange-groups': typeof import('../../../apps/carrier-tracking/src/poll-carriers/schedule/arrange-groups.ts');
  readonly 'poll-carriers/schedule/place-wanted': typeof import('../../../apps/carrier-tracking/src/poll-carriers/schedule/place-wanted.ts');
  readonly 'poll-carriers/schedule/settle-polls': typeof import('../../../apps/carrier-tracking/src/poll-carriers/schedule/settle-polls.ts');
  readonly 'poll-carriers/schedule/take-polls': typeof import('../../../apps/carrier-tracking/src/poll-carriers/schedule/take-polls.ts');
}

/** A module of carrier-tracking as the service runs it. */
export const compiled = <Path extends keyof Modules>(path: Path): Promise<Modules[Path]> =>
  import(
    pathToFileURL(join(repositoryRoot, 'apps', 'carrier-tracking', 'dist', `${path}.js`)).href
  ) as Promise<Modules[Path]>;
