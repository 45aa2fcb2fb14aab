/** Places of the pipe at which a fault campaign stops a process; in the order in which an event comes by. */
export type Failpoint =
  | 'edge.before_produce'
  | 'edge.produced'
  | 'batch.before_begin'
  | 'batch.fenced'
  | 'batch.claimed'
  | 'batch.written'
  | 'batch.committed'
  | 'offsets.before_commit'
  | 'offsets.committed'
  | 'relay.read'
  | 'relay.published'
  | 'relay.deleted';

/** Told whenever the pipe comes by a failpoint; nobody listens outside of campaigns. */
export type FailpointListener = (at: Failpoint) => void;
