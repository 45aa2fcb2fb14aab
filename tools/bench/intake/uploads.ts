import type { Milestone } from '@landfall/contracts';

/** A scan in our own shape: an item of `POST /v1/tracking-events/batch`. */
export interface UploadedScan {
  readonly trackingNumber: string;
  readonly carrier: string;
  readonly milestone: Milestone;
  /** RFC 3339. */
  readonly occurredAt: string;
  readonly place: { readonly country: string; readonly city: string; readonly facility: string };
  readonly rawCode: string;
  readonly rawDescription: string;
  readonly weightGrams: number;
}

/** A parcel's way; later scans are of facilities again and again. */
const way: readonly Milestone[] = [
  'picked_up',
  'arrived_at_warehouse',
  'departed_warehouse',
  'export_customs_released',
  'departed_origin_country',
  'arrived_in_destination_country',
  'import_customs_released',
  'arrived_at_delivery_depot',
];

/** The scan that a parcel's carrier tells as its `nth` one, from 0: each a minute after the one before. */
export const uploadedScan = (trackingNumber: string, nth: number, firstAt: number): UploadedScan => ({
  trackingNumber,
  carrier: 'dhl',
  milestone: way[Math.min(nth, way.length - 1)] ?? 'in_transit',
  occurredAt: new Date(firstAt + nth * 60_000).toISOString(),
  place: { country: 'CN', city: 'Shenzhen', facility: 'Shenzhen International Mail Processing Centre' },
  rawCode: `SZX${nth}`,
  rawDescription: 'Shipment processed at the facility and forwarded to its next stop',
  weightGrams: 350,
});

/** Bodies of the edge with scans of ever new numbers: the prefix and a count. */
export class FreshUploads {
  /** Numbers given out so far: `prefix` and 0, 1, 2 ... */
  given = 0;
  readonly #prefix: string;
  readonly #text: readonly [string, string];

  constructor(prefix: string) {
    this.#prefix = prefix;
    const [before = '', after = ''] = JSON.stringify(uploadedScan('#', 0, Date.now())).split('#');
    this.#text = [before + prefix, after];
  }

  /** One scan as JSON. */
  one(): string {
    const number = this.given;
    this.given += 1;
    return this.#text[0] + number + this.#text[1];
  }

  /** A JSON array of scans. */
  batch(size: number): string {
    return `[${Array.from({ length: size }, () => this.one()).join(',')}]`;
  }

  /** The count behind the prefix; undefined where a number is not one of these. */
  indexOf(trackingNumber: string): number | undefined {
    if (!trackingNumber.startsWith(this.#prefix)) return undefined;
    const index = Number(trackingNumber.slice(this.#prefix.length));
    return Number.isSafeInteger(index) && index >= 0 && index < this.given ? index : undefined;
  }
}
