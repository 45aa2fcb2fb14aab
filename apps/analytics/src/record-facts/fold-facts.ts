import type { parcelsTopic, parcelStatesTopic } from '@landfall/contracts';
import type { Instant } from '@landfall/domain';
import type { ReceivedEvent } from '@landfall/messaging';

/** What the parcels topic says of a parcel; fields are null until `parcel.registered` has come. */
export interface Registration {
  version: number;
  purpose: string | null;
  /** The first tracking number's company. */
  carrier: string | null;
  routeId: string | null;
  originCountry: string | null;
  destinationCountry: string | null;
  registeredAt: Instant | null;
  promisedAt: Instant | null;
  cancelledAt: Instant | null;
}

/** What the parcel-states topic says of a parcel. */
export interface Movement {
  version: number;
  state: string | null;
  originCountry: string | null;
  dispatchedAt: Instant | null;
  deliveredAt: Instant | null;
}

export const unregistered: Registration = {
  version: 0,
  purpose: null,
  carrier: null,
  routeId: null,
  originCountry: null,
  destinationCountry: null,
  registeredAt: null,
  promisedAt: null,
  cancelledAt: null,
};

export const unmoved: Movement = {
  version: 0,
  state: null,
  originCountry: null,
  dispatchedAt: null,
  deliveredAt: null,
};

/** Epoch milliseconds of an RFC 3339 time. Throws RangeError for one that no calendar has, such as a leap second. */
export const instantOf = (text: string): Instant => {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new RangeError(`${text} is not a time`);
  return instant;
};

const instantOrNull = (text: string | null): Instant | null => (text === null ? null : instantOf(text));

/** Folds one event of the parcels topic; a version that is known changes nothing. */
export const foldRegistration = (
  known: Registration,
  event: Pick<ReceivedEvent<typeof parcelsTopic>, 'type' | 'data' | 'version'>,
): Registration => {
  if (event.version <= known.version) return known;
  const { version } = event;
  const parcel = event as ReceivedEvent<typeof parcelsTopic>;
  switch (parcel.type) {
    case 'parcel.registered':
    case 'parcel.updated': {
      const { data } = parcel;
      return {
        version,
        purpose: data.purpose,
        carrier: data.trackingNumbers[0]?.carrier ?? null,
        routeId: data.routeId,
        originCountry: data.originCountry,
        destinationCountry: data.destination.country,
        registeredAt: instantOf(data.registeredAt),
        promisedAt: instantOrNull(data.promisedAt),
        cancelledAt: instantOrNull(data.cancelledAt),
      };
    }
    case 'parcel.cancelled':
      return { ...known, version, cancelledAt: instantOf(parcel.data.cancelledAt) };
    case 'parcel.tracking_number_added':
      return { ...known, version };
  }
};

/** Folds one event of the parcel-states topic; a version that is known changes nothing. */
export const foldMovement = (
  known: Movement,
  event: Pick<ReceivedEvent<typeof parcelStatesTopic>, 'data' | 'version'>,
): Movement => {
  if (event.version <= known.version) return known;
  const { data, version } = event;
  return {
    version,
    state: data.state,
    originCountry: data.originCountry,
    dispatchedAt: instantOrNull(data.dispatchedAt),
    deliveredAt: instantOrNull(data.deliveredAt),
  };
};

/** Whether two folds differ in anything that a figure rests on: more than the version and the state's name. */
export const changesFigures = <Part extends Registration | Movement>(before: Part, after: Part): boolean =>
  (Object.keys(after) as (keyof Part)[]).some(
    (name) => name !== 'version' && name !== 'state' && name !== 'carrier' && before[name] !== after[name],
  );
