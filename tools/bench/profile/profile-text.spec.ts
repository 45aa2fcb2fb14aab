import { describe, expect, it } from '@jest/globals';
import { profileText, type CpuProfile } from './profile-text.ts';

const node = (id: number, functionName: string, url: string, children: number[] = []) => ({
  id,
  callFrame: { functionName, url, lineNumber: 9 },
  children,
});
const profile: CpuProfile = {
  nodes: [
    node(1, '(root)', '', [2, 3, 5]),
    node(2, '(idle)', ''),
    node(3, 'process', 'file:///app/libs/messaging/dist/batch/batch-processor.js', [4]),
    node(4, 'query', 'file:///app/node_modules/pg/lib/client.js'),
    node(5, '(garbage collector)', ''),
  ],
  samples: [3, 2, 4, 4, 3, 5],
  timeDeltas: [2_000_000, 1_000_000, 200_000, 300_000, 400_000, 100_000],
};

describe('the text of a profile', () => {
  it('tells own time by owner and time in all by function, without idle time and the start', () => {
    expect(profileText(profile, 2.5).split('\n')).toEqual([
      'busy for 1.0 s of 1.5 s',
      '',
      'own time, by whose code it is:',
      ' 50.0%  statements and pg',
      ' 40.0%  the pipe',
      ' 10.0%  collecting garbage',
      '',
      'functions, with what they call:',
      ' 90.0%  process  dist/batch/batch-processor.js:10',
      ' 50.0%  query  pg/lib/client.js:10',
      '',
    ]);
  });
});
