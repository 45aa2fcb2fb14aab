import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { killsDuring } from '../replay/kills.ts';
import { LandfallClient } from '../replay/landfall-client.ts';
import { replayOlist } from '../replay/replay-olist.ts';
import { unexplained, type ReplayReport } from '../replay/report.ts';
import { services } from '../stack/services.ts';
import { startThrowawaySystem } from '../start/throwaway-system.ts';
import { madeOlist } from './made-olist.ts';

const { dir, orders } = madeOlist();
const settings = { limit: orders, stepHours: 12 };
const everything = services.length + 2;

/** Plays the made orders on a system of its own, killing so many of its processes on the way. */
const play = async (kills: number): Promise<ReplayReport> => {
  const system = await startThrowawaySystem({ purpose: 'test', clock: 'replay', mode: 'native' });
  try {
    const killing = killsDuring(system, kills, 1);
    const client = new LandfallClient(system.url, system.apiKey, system.senderKey);
    const report = await replayOlist(client, dir, settings, killing.progress.bind(killing));
    return { ...report, kills: killing.kills };
  } finally {
    await system.close();
  }
};

let undisturbed: ReplayReport;
let killed: ReplayReport;

beforeAll(async () => {
  undisturbed = await play(0);
  killed = await play(everything);
}, 600_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('a replay of history', () => {
  it('reconciles every row, impossible ones included', () => {
    expect(undisturbed.reconciled.rows).toBe(orders);
    expect(unexplained(undisturbed)).toEqual([]);
    expect(undisturbed.reconciled.differing.map((difference) => difference.field)).toEqual(['state']);
    expect(undisturbed.exceptions['status_contradiction']).toBe(1);
    expect(undisturbed.exceptions['cancelled_in_flight']).toBe(2);
  });

  it('comes out the same when every process is killed on the way', () => {
    expect(killed.kills).toHaveLength(everything);
    expect(killed.reconciled).toEqual(undisturbed.reconciled);
    expect(killed.exceptions).toEqual(undisturbed.exceptions);
  });
});
