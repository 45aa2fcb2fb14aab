import { monitorEventLoopDelay } from 'node:perf_hooks';
import { metricNames } from '@landfall/telemetry';
import type { OpenRequests } from '../requests/open-requests.ts';

interface Metric {
  name: string;
  type: 'gauge' | 'counter';
  help: string;
  read: () => number;
}

/** The process's own figures in Prometheus' text format. */
export class ProcessMetrics {
  private readonly delay = monitorEventLoopDelay({ resolution: 20 });
  private readonly metrics: readonly Metric[];

  constructor(requests: OpenRequests) {
    this.delay.enable();
    this.metrics = [
      {
        name: metricNames.residentMemory,
        type: 'gauge',
        help: 'Resident memory in bytes.',
        read: () => process.memoryUsage.rss(),
      },
      { name: metricNames.cpuTime, type: 'counter', help: 'CPU time spent, in seconds.', read: cpuSeconds },
      {
        name: metricNames.eventLoopLag,
        type: 'gauge',
        help: 'Delay of the event loop, 99th percentile since the last reading, in seconds.',
        read: () => this.readDelay(),
      },
      {
        name: metricNames.openRequests,
        type: 'gauge',
        help: 'HTTP requests being answered.',
        read: () => requests.open,
      },
    ];
  }

  text(): string {
    return this.metrics
      .map(
        ({ name, type, help, read }) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name} ${read()}\n`,
      )
      .join('');
  }

  /** Stops measuring. */
  close(): void {
    this.delay.disable();
  }

  private readDelay(): number {
    const nanoseconds = this.delay.percentile(99);
    this.delay.reset();
    return Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0;
  }
}

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
