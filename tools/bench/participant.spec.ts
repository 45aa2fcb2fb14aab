import { describe, expect, it } from '@jest/globals';
import { Progress, type ParticipantMark } from './participant.ts';

describe('the progress of a participant', () => {
  it('is told once when warm and once when done, with what was committed by then', async () => {
    const marks: ParticipantMark[] = [];
    const done = new Promise<void>((resolve) => {
      const tell = (mark: ParticipantMark): void => {
        marks.push(mark);
        if (mark.mark === 'done') resolve();
      };
      const progress = new Progress({ warmUp: 10, total: 30 }, { tell });
      for (const events of [4, 8, 8, 10, 1]) progress.committed(events);
    });
    await done;
    expect(marks).toEqual([
      { mark: 'warm', applied: 12 },
      { mark: 'done', applied: 31 },
    ]);
  });

  it('is done only when what was committed has settled', async () => {
    const marks: string[] = [];
    let settle = (): void => undefined;
    const settled = (): Promise<void> => new Promise((resolve) => (settle = resolve));
    const progress = new Progress(
      { warmUp: 1, total: 2 },
      { settled, tell: ({ mark }) => void marks.push(mark) },
    );
    progress.committed(2);
    await Promise.resolve();
    expect(marks).toEqual(['warm']);
    settle();
    await new Promise((resolve) => setImmediate(resolve));
    expect(marks).toEqual(['warm', 'done']);
  });

  it('is told at every commit where that is wanted, and ends where it is told to', async () => {
    const marks: ParticipantMark[] = [];
    const settings = { warmUp: 5, total: Number.MAX_SAFE_INTEGER, tellCommits: true };
    const progress = new Progress(settings, { tell: (mark) => void marks.push(mark) });
    progress.committed(4);
    progress.committed(2);
    progress.endsAt(6);
    await new Promise((resolve) => setImmediate(resolve));
    expect(marks).toEqual([
      { mark: 'applied', applied: 4 },
      { mark: 'warm', applied: 6 },
      { mark: 'applied', applied: 6 },
      { mark: 'done', applied: 6 },
    ]);
  });
});
