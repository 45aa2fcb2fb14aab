import { describe, expect, it } from '@jest/globals';
import { Progress, type ParticipantMark } from './participant.ts';

describe('the progress of a participant', () => {
  it('is told once when warm and once when done, with what was committed by then', () => {
    const marks: ParticipantMark[] = [];
    const progress = new Progress({ warmUp: 10, total: 30 }, (mark) => void marks.push(mark));
    for (const events of [4, 8, 8, 10, 1]) progress.committed(events);
    expect(marks).toEqual([
      { mark: 'warm', applied: 12 },
      { mark: 'done', applied: 30 },
    ]);
  });
});
