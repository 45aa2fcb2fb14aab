import type { KnownNumber } from '../poll-carriers/groups/group.ts';
import type { Stage } from '../poll-carriers/pace/stage.ts';

/**
 * The numbers of a group as they are stored: a line each, which holds the number, its stage, when it was heard of last and
 * when it ended (epoch ms) and the hash of its last answer, with tabs between them; what there is not is empty. None of them can
 * hold a tab or a line break.
 */
export const textOf = (numbers: readonly KnownNumber[]): string =>
  numbers
    .map(
      ({ number, stage, heardAt, endedAt, hash }) =>
        `${number}\t${stage}\t${heardAt}\t${endedAt ?? ''}\t${hash ?? ''}`,
    )
    .join('\n');

export const numbersOf = (text: string): KnownNumber[] =>
  text.split('\n').map((line) => {
    const [number = '', stage, heardAt, endedAt, hash] = line.split('\t');
    return {
      number,
      stage: stage as Stage,
      heardAt: Number(heardAt),
      endedAt: endedAt ? Number(endedAt) : null,
      hash: hash ? hash : null,
    };
  });
