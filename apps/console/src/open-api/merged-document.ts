import type { ServiceName } from '@landfall/contracts';
import type { OpenAPIObject } from '@nestjs/swagger';
import { mergeDocuments, type ServiceDocument } from './merge-documents.ts';

const lifetimeMillis = 60_000;
const timeoutMillis = 3_000;

const description =
  'Everything a merchant or a carrier can ask of Landfall, at one address. Send an API key as a Bearer token.';

/** The document of the whole API, read from the services when somebody asks, and kept for a minute once it is whole. */
export class MergedDocument {
  private kept: { document: OpenAPIObject; until: number } | undefined;

  /**
   * @param own the gateway's own document
   * @param nowMillis a monotonic clock
   */
  constructor(
    private readonly urls: Readonly<Partial<Record<ServiceName, string>>>,
    private readonly own: () => OpenAPIObject,
    private readonly nowMillis: () => number = () => performance.now(),
  ) {}

  /** Services that do not answer are left out and named in the description. */
  async read(): Promise<OpenAPIObject> {
    if (this.kept && this.kept.until > this.nowMillis()) return this.kept.document;
    const parts = await Promise.all(
      Object.entries(this.urls).map(async ([service, url]) => ({ service, document: await documentOf(url) })),
    );
    const missing = parts.filter(({ document }) => !document).map(({ service }) => service);
    const present = parts.filter((part): part is ServiceDocument => part.document !== undefined);
    const note = missing.length > 0 ? ` Away at the moment, so missing here: ${missing.join(', ')}.` : '';
    const document = mergeDocuments(
      { title: 'Landfall', version: '1.0.0', description: description + note },
      [...present, { service: 'console', document: this.own() }],
    );
    if (missing.length === 0) this.kept = { document, until: this.nowMillis() + lifetimeMillis };
    return document;
  }
}

const documentOf = async (url: string): Promise<OpenAPIObject | undefined> => {
  try {
    const response = await fetch(`${url}/openapi.json`, { signal: AbortSignal.timeout(timeoutMillis) });
    return response.ok ? ((await response.json()) as OpenAPIObject) : undefined;
  } catch {
    return undefined;
  }
};
