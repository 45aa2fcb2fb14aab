import type { FailpointListener } from '@landfall/messaging';
import type { RigOrder } from './settings.ts';

type Armed = Extract<RigOrder, { order: 'arm' }>;

/** Sends this process a signal at the failpoint it has been armed for. */
export class FailpointTrap {
  private armed: Armed | undefined;
  private passes = 0;

  arm(order: Armed): void {
    this.armed = order;
    this.passes = 0;
  }

  readonly comeBy: FailpointListener = (at) => {
    if (this.armed?.at !== at) return;
    this.passes += 1;
    if (this.passes < this.armed.pass) return;
    const { signal } = this.armed;
    this.armed = undefined;
    process.kill(process.pid, signal);
  };
}
