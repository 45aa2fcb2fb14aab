/** Where a body comes in. */
export type EdgeName =
  'payload' | 'push' | 'tracking-events' | 'epcis' | 'manifest' | 'order' | 'orders' | 'import' | 'webhook';

/** A body that is what its edge expects, before anything is done to it. */
export interface Seed {
  readonly edge: EdgeName;
  /** Sender of a payload or push, marketplace and topic of a webhook; what kind of body it is elsewhere. */
  readonly of: string;
  readonly body: Buffer;
  readonly contentType: string;
  /** Tracking number of a payload that names none. */
  readonly number?: string;
}
