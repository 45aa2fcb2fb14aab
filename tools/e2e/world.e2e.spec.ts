import { beforeAll, describe, expect, it } from '@jest/globals';
import { LandfallClient } from '../replay/landfall-client.ts';
import { startThrowawaySystem } from '../start/throwaway-system.ts';
import { readFaults, type Faults } from '../world/faults.ts';
import { makeWorld } from '../world/life/world.ts';
import { playWorld } from '../world/play/play-world.ts';
import type { WorldReport } from '../world/score/report.ts';
import { scoreWorld } from '../world/score/score-world.ts';
import { milestoneCodes } from '../world/truth/truth.ts';

/** The short form of `npm run world`: too few parcels to learn from, enough to see that what is told is found. */
const stepHours = 6;
const made = makeWorld({
  seed: 2,
  parcels: 200,
  days: 20,
  units: true,
  ...(readFaults('bad_input=0.04') as Faults),
});

let report: WorldReport;

beforeAll(async () => {
  const system = await startThrowawaySystem({ purpose: 'test', clock: 'replay', mode: 'native' });
  try {
    const client = new LandfallClient(system.url, system.apiKey, system.senderKey);
    const { signal } = new AbortController();
    const played = await playWorld(client, made, stepHours, () => undefined, signal);
    report = scoreWorld(made, played, stepHours, 0);
  } finally {
    await system.close();
  }
}, 400_000);

describe('a world that is played on the system', () => {
  it('has every trouble found that somebody told, and no other', () => {
    const told = Object.entries(report.codes).filter(
      ([code, { truth }]) => truth > 0 && milestoneCodes.some((one) => one === code),
    );
    expect(told.length).toBeGreaterThan(8);
    expect(told.map(([code, { tp, fp, fn }]) => [code, { tp, fp, fn }])).toEqual(
      told.map(([code, { truth }]) => [code, { tp: truth, fp: 0, fn: 0 }]),
    );
  });

  it('has all bad input answered', () => {
    expect(report.badInput.planted).toBeGreaterThan(5);
    expect(report.badInput.unanswered).toBe(0);
  });

  it('has every broken promise found', () => {
    const { truth, tp, fp, fn } = report.codes['promise_broken'] ?? {};
    expect({ tp, fp, fn }).toEqual({ tp: truth, fp: 0, fn: 0 });
  });
});
