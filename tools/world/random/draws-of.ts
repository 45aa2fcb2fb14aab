import { Draws } from '../../demo/random.ts';

/**
 * A stream of draws of its own for each thing that has a name: what one parcel meets does not move the draws of
 * another, and a trouble that is switched off leaves the rest of the world as it was.
 */
export function drawsOf(seed: number, ...names: readonly (string | number)[]): Draws {
  return new Draws(hashOf(`${seed}/${names.join('/')}`));
}

/** FNV-1a (32 bits) with the finisher of MurmurHash3, so that names which differ in one digit lie far apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** True as often as `share` says (0..1). */
export const happens = (draws: Draws, share: number): boolean => draws.next() < share;

/** Uniform between two numbers. */
export const between = (draws: Draws, least: number, most: number): number =>
  least + draws.next() * (most - least);
