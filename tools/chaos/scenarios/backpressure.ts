import { rough, type Scenario } from './scenario.ts';

/** Resident memory that no process of the rig may exceed, in MiB: the goal for a service under full load. */
const mostMemory = 250;
/** So many records must be seen to wait at some moment, as lag tools see it. */
const leastLag = 5_000;

/**
 * More comes in than Postgres takes: it must wait in Kafka, be seen there, and be caught up with. Some 38,000 records
 * wait, at 1.5 kB of objects each: with what a process needs at rest they exceed what it is given, so that one that took
 * in what it cannot store would die of it.
 */
export const backpressure: Omit<Scenario, 'faults'> = {
  habits: rough,
  load: 8,
  heap: 96,
  objection: ({ peakMemory, peakLag, lag, ends }) => {
    if (ends > 0) return `processes ended ${ends} times`;
    if (peakMemory > mostMemory) return `a process grew to ${peakMemory} MiB`;
    if (peakLag < leastLag) return `no more than ${peakLag} records were seen to wait`;
    if (lag > peakLag / 20) return `${lag} records are still seen to wait, of ${peakLag}`;
    return undefined;
  },
};
