import { writeSync } from 'node:fs';
import type { FailpointListener } from '@landfall/messaging';
import { trapLine, type Trap } from './settings.ts';

const stdout = 1;

/** Sends this process a signal at the failpoints it has been armed for, and says so first. */
export class FailpointTraps {
  private readonly armed = new Map<Trap, number>();

  arm(trap: Trap): void {
    this.armed.set(trap, 0);
  }

  readonly comeBy: FailpointListener = (at) => {
    for (const [trap, passes] of this.armed) {
      if (trap.at !== at) continue;
      this.armed.set(trap, passes + 1);
      if (passes + 1 < trap.pass) continue;
      this.armed.delete(trap);
      // Written at once: nothing that is queued would be told any more.
      writeSync(stdout, trapLine(trap));
      process.kill(process.pid, trap.signal);
    }
  };
}
