import type { Failpoint } from '@landfall/messaging';

/** The programs of the rig: an edge that takes scans, a service that keeps parcels, and one that follows their states. */
export const roles = ['edge', 'parcels', 'follower'] as const;
export type Role = (typeof roles)[number];

/** The usual ones that keep parcels. */
export const keepers = ['parcels-1', 'parcels-2'] as const;

/**
 * Protections that can be taken away, each to show that the campaign notices: claiming of event ids, the fence, the
 * fence moved in the transaction of the effects, savepoints around the parts of a batch, deletion after publication,
 * the comparison of a fence with its log, the edge's answer after Kafka's confirmation, rows locked in one order by
 * everybody.
 */
export const controls = [
  'no_dedup',
  'no_fence',
  'offset_early',
  'no_isolation',
  'delete_before_send',
  'no_log_check',
  'ack_before_commit',
  'unsorted_upserts',
] as const;
export type Control = (typeof controls)[number];

/** What a program of the rig is told when it starts: its only argument, as JSON. */
export interface RigSettings {
  readonly role: Role;
  readonly brokers: string;
  /** Port of this machine that leads to Kafka where its own address is not to be used. */
  readonly kafkaVia?: number;
  /** URL of a user that may create schemas. */
  readonly adminUrl: string;
  /** URL of the role's own database user. */
  readonly databaseUrl: string;
  readonly schema: string;
  readonly topicPrefix: string;
  /** Where the edge listens. */
  readonly port: number;
  /** Keepers count scans in rows that all of them share. */
  readonly counting: boolean;
  /** The protection that is taken away. */
  readonly control?: Control;
}

/** To send itself a signal when it comes by a failpoint for the so-manieth time from then on. */
export interface Trap {
  /** Tells traps apart. */
  readonly id: number;
  readonly at: Failpoint;
  readonly pass: number;
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

/** The line that a process writes when it has come by a trap. */
export const trapLine = ({ id }: Trap): string => `trapped ${id}\n`;
export const trappedIn = (line: string): number | undefined => {
  const [, id] = /^trapped (\d+)$/.exec(line) ?? [];
  return id === undefined ? undefined : Number(id);
};

/** What it is told over the IPC channel. */
export type RigOrder =
  | { readonly order: 'arm'; readonly trap: Trap }
  /** To move its fences past transaction markers. */
  | { readonly order: 'settle' }
  /** To take it for so much later (ms) than the system does; a step back is less than before. */
  | { readonly order: 'clock'; readonly aheadMs: number };

/** What it tells its starter. */
export interface RigNews {
  /** Records that the fence has refused since the start. */
  readonly refused: number;
  /** It was asked just now, is a member of its group, and nothing is being applied or published. */
  readonly idle: boolean;
  /** Rebalances of its group since the start in which it was the leader: each has one. */
  readonly rebalances: number;
  /** Its id in its group, once it has joined. */
  readonly memberId: string | undefined;
}

/** What a process says once, when it can be asked to end: SIGTERM would just kill it before. */
export const begun = 'begun';

/** What the edge takes: one scan with its envelope. */
export interface SentScan {
  readonly eventId: string;
  readonly merchantId: string;
  readonly scan: object;
}
