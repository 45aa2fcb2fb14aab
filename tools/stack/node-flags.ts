/** kafkajs sets timers in the past, which Node 24 reports once per process. */
export const quietTimers = '--disable-warning=TimeoutNegativeWarning';

/**
 * How Node runs a service. V8 lets a small heap grow fourfold before it collects, and its young generation to 96 MB:
 * with these a service under full load needs half the memory, and more of its time for collecting (docs/performance.md).
 */
export const serviceFlags: readonly string[] = [
  '--max-semi-space-size=16',
  '--heap-growing-percent=80',
  quietTimers,
];
