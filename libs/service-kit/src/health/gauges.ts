import { Injectable } from '@nestjs/common';

/** A figure of a service's own, shown at /metrics. */
export interface Gauge {
  /** As Prometheus has them, beginning with `landfall_`. */
  name: string;
  help: string;
  read: () => number;
}

/** The figures that a service shows beside those of its process. */
@Injectable()
export class Gauges {
  private readonly gauges = new Map<string, Gauge>();

  /** Adds a gauge; a second one of the same name takes the place of the first. */
  add(gauge: Gauge): void {
    this.gauges.set(gauge.name, gauge);
  }

  /** In Prometheus' text format. */
  text(): string {
    return [...this.gauges.values()]
      .map(({ name, help, read }) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${read()}\n`)
      .join('');
  }
}
