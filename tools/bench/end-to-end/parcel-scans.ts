import { uploadedScan, type UploadedScan } from '../intake/uploads.ts';

/** A parcel as its scans name it, and as its states do. */
export interface TrackedParcel {
  readonly trackingNumber: string;
  readonly key: string;
}

/** Scans of parcels in rounds: each parcel's next one, then each one's after that, and so on without an end. */
export class ParcelScans {
  /** Scans made so far. */
  made = 0;
  /** Of each parcel, by its key, the time of its last scan in ms since 1970. */
  readonly last = new Map<string, number>();
  readonly #parcels: readonly TrackedParcel[];
  readonly #firstAt: number;

  /** @param firstAt ms since 1970: the first scan of each parcel; each next one is a minute later */
  constructor(parcels: readonly TrackedParcel[], firstAt: number) {
    this.#parcels = parcels;
    this.#firstAt = firstAt;
  }

  get parcels(): number {
    return this.#parcels.length;
  }

  next(): { readonly key: string; readonly at: number; readonly scan: UploadedScan } {
    const parcel = this.#parcels[this.made % this.#parcels.length];
    if (!parcel) throw new Error('there are no parcels');
    const scan = uploadedScan(
      parcel.trackingNumber,
      Math.floor(this.made / this.#parcels.length),
      this.#firstAt,
    );
    const at = Date.parse(scan.occurredAt);
    this.made += 1;
    this.last.set(parcel.key, at);
    return { key: parcel.key, at, scan };
  }
}
