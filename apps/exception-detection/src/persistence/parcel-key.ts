/** Identifies a parcel's row. */
export interface ParcelKey {
  merchantId: string;
  parcelId: string;
}

/** The same as the key of a map: a parcel id alone does not say whose it is. */
export const rowKey = ({ merchantId, parcelId }: ParcelKey): string => `${merchantId} ${parcelId}`;
