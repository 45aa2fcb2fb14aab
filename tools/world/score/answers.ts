import type { Instant } from '../wire/instants.ts';

/** An exception as the system told it. */
export interface Alarm {
  readonly code: string;
  readonly leg: string | null;
  /** When its condition began to hold, and when it was found. */
  readonly openedAt: Instant;
  readonly detectedAt: Instant;
  /** Null while it is open. */
  readonly endedAt: Instant | null;
  /** Held back by an incident, to the end or until it cleared: nobody was alarmed. */
  readonly held: boolean;
}

export interface AnsweredIncident {
  readonly kind: string;
  readonly scope: {
    readonly carrier?: string | null;
    readonly leg?: string | null;
    readonly originCountry?: string | null;
    readonly destinationCountry?: string | null;
    /** The merchant's own name of the route. */
    readonly routeId?: string | null;
    readonly unitId?: string | null;
    readonly flightOrVoyage?: string | null;
  };
  /** When it was found: as told, where that lies between the last look without it and the first with it; else that. */
  readonly foundAt: Instant;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly parcelCount: number;
}

/** An estimate as it was read on the way, of a parcel whose true delivery the world knows. */
export interface Reading {
  readonly readAt: Instant;
  readonly p10: Instant;
  readonly p50: Instant;
  readonly p90: Instant;
  /** The leg or wait the system saw it on. */
  readonly stage: string;
  readonly deliveredAt: Instant;
  /** What the provider's claimed days make of it. */
  readonly claimedAt: Instant;
  /** Read at the hand-over to the trunk line; else one of the daily sample. */
  readonly atHandOver: boolean;
}
