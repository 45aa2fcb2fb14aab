/** The vocabulary of the public surface. Only types: nothing of the system under test runs in here. */
export type { ExceptionCode, Leg, Milestone, ParcelStateName, Reason, Wait } from '@landfall/contracts';
import type { Leg, Wait } from '@landfall/contracts';

/** Where a parcel can be: on a leg or in a wait between two. */
export type Stage = Leg | Wait;

export type IncidentKind =
  'feed_silence' | 'lane_slowdown' | 'customs_slowdown' | 'unit_stopped' | 'provider_failure';
export type Mode = 'express' | 'economy_air' | 'truck' | 'rail' | 'ocean';
