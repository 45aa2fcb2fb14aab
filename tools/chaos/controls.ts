import { playRun, type RunOptions } from './campaign.ts';
import { complaintOf } from './report.ts';
import type { Control } from './rig/settings.ts';
import { scenarios } from './scenarios.ts';

/** Where a missing protection has to show, and in which run of it. */
const provenBy: Readonly<
  Record<Control, { readonly scenario: string; readonly run: number; readonly times?: number }>
> = {
  no_dedup: { scenario: 'calm', run: 0 },
  // A process that stood still before it began its batch: there have to be so many.
  no_fence: { scenario: 'zombies', run: 0, times: 3 },
  // Death between the fence and the effects.
  offset_early: { scenario: 'failpoints', run: 2 },
  no_isolation: { scenario: 'calm', run: 0 },
  // Death between reading the outbox and the commit of the publication.
  delete_before_send: { scenario: 'failpoints', run: 5 },
  // Records of a new log that stand where others were read before.
  no_log_check: { scenario: 'topic-anew', run: 0 },
  // Death of the edge on its way to Kafka.
  ack_before_commit: { scenario: 'failpoints', run: 0 },
  // Circles are a matter of chance: with so many times the scans there are some ten.
  unsorted_upserts: { scenario: 'shared-rows', run: 0, times: 3 },
};

export interface ControlResult {
  readonly control: Control;
  /** What the campaign complained of; undefined when it did not notice, which proves it worthless. */
  readonly caught: string | undefined;
}

/** Takes one protection away and lets the campaign look. */
export async function playControl(
  control: Control,
  options: Pick<RunOptions, 'stack' | 'seed' | 'scans' | 'logDir' | 'signal'>,
): Promise<ControlResult> {
  const { scenario: name, run, times = 1 } = provenBy[control];
  const scenario = scenarios[name];
  if (!scenario) throw new Error(`unreachable: no scenario is called ${name}`);
  const result = await playRun({
    ...options,
    scans: options.scans * times,
    scenario,
    run,
    control,
    patienceMs: 30_000,
  });
  return { control, caught: complaintOf(result) };
}
