import { NO_DWELL_HOURS, binEdges } from './dwell-bins.ts';
import { ENTERED, readCell, weekdayOf, type DwellCount } from './dwell-counts.ts';

/** Troubled parcels that count as if their trouble had been told at the end, where few are known. */
const FEW = 10;

/**
 * Of the time that parcels stay of which a trouble is told, the share that has passed before it is (0..1): so much less often than
 * all of them is one of these met in the stage whose trouble nobody has told yet. Where few are known they count as all do.
 */
export function shareBeforeTrouble(counts: Iterable<DwellCount>): number {
  let [told, before, left, stayed] = [0, 0, 0, 0];
  for (const { cell, n } of counts) {
    if (cell === ENTERED || weekdayOf(cell) !== null) continue;
    const { happening, bin } = readCell(cell);
    if (happening === 'troubled') {
      told += n;
      before += n * hoursOf(bin);
    } else if (happening === 'left_after_trouble') {
      left += n;
      stayed += n * hoursOf(bin);
    }
  }
  if (!(told > 0) || !(left > 0) || !(stayed > 0)) return 1;
  const share = Math.min(1, before / told / (stayed / left));
  return (share * left + FEW) / (left + FEW);
}

/** The middle of a bin, in log-hours. */
function hoursOf(bin: number): number {
  const upper = binEdges[bin];
  if (bin === 0) return NO_DWELL_HOURS / 2;
  return upper === undefined ? (binEdges.at(-1) ?? 0) : Math.sqrt(upper * (binEdges[bin - 1] ?? upper));
}
