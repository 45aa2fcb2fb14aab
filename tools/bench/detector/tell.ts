/** What a measuring program tells its starter: what it does, and in the end what it has found. */
export type Told<Figures> = { readonly line: string } | { readonly figures: Figures };

/** Tells the starter of a program what it does. */
export const tellLine = (line: string): void => void process.send?.({ line } satisfies Told<never>);

/** Does a program's work, tells what it has found and ends when it is asked to: a profile is written then. */
export async function tellFigures<Figures>(work: () => Promise<Figures>): Promise<void> {
  process.once('SIGTERM', () => process.exit(0));
  const figures = await work();
  process.send?.({ figures } satisfies Told<Figures>);
}
