/** A heap after everything that can be collected was, in MiB: a tenth of the way on, and at the end. */
export interface HeapGrowth {
  readonly early: number;
  readonly late: number;
}

/** Beyond which a heap counts as growing: by this share and so many MiB. */
const mostGrowth = { share: 1.25, mebibytes: 15 };

export const grows = ({ early, late }: HeapGrowth): boolean =>
  late > early * mostGrowth.share && late - early > mostGrowth.mebibytes;

export const heapText = ({ early, late }: HeapGrowth): string =>
  `${early.toFixed(1)} to ${late.toFixed(1)} MiB`;
