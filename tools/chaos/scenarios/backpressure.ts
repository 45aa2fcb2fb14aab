import { rough, type Scenario } from './scenario.ts';

/**
 * Resident memory that no process of the rig may exceed, in MiB. With no limit of its own a process was seen to take up
 * to 392 here and up to 296 under the lighter loads of other scenarios: this tells of growth without an end, not of a few MiB.
 */
const mostMemory = 512;
/** So many records must be seen to wait at some moment, as lag tools see it. */
const leastLag = 5_000;

/** More comes in than Postgres takes: it must wait in Kafka, be seen there, and be caught up with. */
export const backpressure: Omit<Scenario, 'faults'> = {
  habits: rough,
  load: 8,
  objection: ({ peakMemory, peakLag, lag, ends }) => {
    if (ends > 0) return `processes ended ${ends} times`;
    if (peakMemory > mostMemory) return `a process grew to ${peakMemory} MiB`;
    if (peakLag < leastLag) return `no more than ${peakLag} records were seen to wait`;
    if (lag > peakLag / 20) return `${lag} records are still seen to wait, of ${peakLag}`;
    return undefined;
  },
};
