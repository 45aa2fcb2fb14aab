import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../stack/repository.ts';

export type DemoKind = 'story' | 'olist' | 'none';

export interface DemoOptions {
  /** Address of the gateway. */
  readonly url: string;
  readonly apiKey: string;
  /** What signs the carrier pushes of the demo. */
  readonly senderKey: string;
  readonly kind: DemoKind;
  /** Folder of the data set, for real orders. */
  readonly dir: string | undefined;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** What `tools/demo/play.ts` exports. */
interface DemoModule {
  playDemo(options: DemoOptions): Promise<void>;
}

/** Plays the demo through the public edges of the running system. Rejects when it is not part of this clone. */
export async function playDemo(options: DemoOptions): Promise<void> {
  if (options.kind === 'none') return;
  const file = join(repositoryRoot, 'tools', 'demo', 'play.ts');
  if (!existsSync(file))
    throw new Error('The demo (tools/demo/play.ts) is missing: start with -- --demo none');
  const module = (await import(pathToFileURL(file).href)) as DemoModule;
  await module.playDemo(options);
}
