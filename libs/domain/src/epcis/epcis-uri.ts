import type { Place } from '../parcel/parcel-event.ts';

/**
 * URIs for what EPCIS documents speak of. A tracking number is no GS1 key: a Digital Link or `urn:epc:id:` URI made of
 * one would be another company's, and an SSCC by chance. The CBV 2.0 lets the owner of a domain name objects
 * (`https://<domain>/…/obj/<id>`), places (`/loc/`) and business transactions (`/bt/`) of his own: these are such, with the
 * carrier in the path because a number is unique only with its carrier.
 * @param base the public address of this system, without a slash at its end
 */
export const parcelUri = (base: string, carrier: string, trackingNumber: string): string =>
  `${base}/epcis/carriers/${encoded(carrier)}/obj/${encoded(trackingNumber)}`;

/** Of a transport unit. */
export const unitUri = (base: string, unitId: string): string => `${base}/epcis/units/obj/${encoded(unitId)}`;

/** Of what a scan tells. A reading that took the place of an earlier one is another event than that. */
export const eventUri = (
  base: string,
  { eventId, revision }: { readonly eventId: string; readonly revision: number },
): string =>
  revision === 0 ? `urn:uuid:${eventId}` : `${base}/epcis/events/${encoded(eventId)}/revisions/${revision}`;

/** Of the news, in a scan, that a parcel is in a transport unit. */
export const unitEventUri = (base: string, { eventId }: { readonly eventId: string }): string =>
  `${base}/epcis/events/${encoded(eventId)}/unit`;

/** Of an order. */
export const orderUri = (base: string, orderId: string): string =>
  `${base}/epcis/orders/bt/${encoded(orderId)}`;

/** Country, city and facility, separated by commas: the city empty where only the facility is known. */
export const placeUri = (base: string, { country, city, facility }: Place): string | null => {
  const parts = [country, city, facility].map((part) => encoded(part ?? ''));
  const text = parts.join(',').replace(/,+$/, '');
  return text === '' ? null : `${base}/epcis/loc/${text}`;
};

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

/** What the URI of an object names. */
export type EpcisObject =
  | {
      readonly kind: 'parcel';
      /** A key of GS1 is written with and without its application identifier: each spelling of the number. */
      readonly numbers: readonly string[];
      /** null: any that the number is registered with. */
      readonly carrier: string | null;
    }
  /** Goods, assets and places under other keys of GS1, and transport units: they are no parcels. */
  | { readonly kind: 'no_parcel' }
  | { readonly kind: 'unknown' };

const ofParcel = /^https?:\/\/[^/?#]+(?:\/[^?#]*)?\/obj\/([^/?#]+)$/i;
const ofCarrier = /\/carriers\/([^/?#]+)\/obj\/[^/?#]+$/i;
const ofUnit = /\/units\/obj\/[^/?#]+$/i;
const ofSscc = /^urn:epc:id:sscc:(\d{4,12})\.(\d{5,13})$/i;
const ofGrai = /^urn:epc:id:grai:(\d{4,12})\.(\d{0,8})\.([\w!"%&'()*+,\-./:;<=>?]{1,48})$/i;
const linkOfSscc = /^https?:\/\/[^?#]+\/00\/(\d{18})(?:[?#].*)?$/i;
const linkOfGrai = /^https?:\/\/[^?#]+\/8003\/(\d{14})([^/?#]{0,48})(?:[?#].*)?$/i;
const otherKey =
  /^(?:urn:epc:id:|urn:epc:class:|https?:\/\/[^?#]+\/(?:01|253|255|401|402|414|417|8004|8006|8017|8018)\/)/i;

/** Reads the URI of an object: our own form, any of the CBV's HTTP form, and SSCC and GRAI as URN or Digital Link. */
export const objectOf = (uri: string): EpcisObject => {
  const sscc = ofSscc.exec(uri);
  if (sscc) return ssccOf(ssccDigits(sscc[1] ?? '', sscc[2] ?? ''));
  const ssccLink = linkOfSscc.exec(uri);
  if (ssccLink) return ssccOf(ssccLink[1] ?? '');
  const grai = ofGrai.exec(uri);
  if (grai) return graiOf(`${grai[1]}${grai[2]}`, grai[3] ?? '');
  const graiLink = linkOfGrai.exec(uri);
  if (graiLink) return parcel([decoded(`${graiLink[1]}${graiLink[2]}`)], null);
  if (ofUnit.test(uri)) return { kind: 'no_parcel' };
  const own = ofParcel.exec(uri);
  if (own) return parcel([decoded(own[1] ?? '')], decoded(ofCarrier.exec(uri)?.[1] ?? ''));
  return otherKey.test(uri) ? { kind: 'no_parcel' } : { kind: 'unknown' };
};

const parcel = (numbers: readonly (string | null)[], carrier: string | null): EpcisObject => {
  const named = numbers.filter((number) => number !== null && number.trim() !== '') as string[];
  return named.length > 0
    ? { kind: 'parcel', numbers: named, carrier: carrier?.trim() ? carrier : null }
    : { kind: 'unknown' };
};

/** 18 digits as the key itself, 20 with (00) before it, which is how it is printed and how many carriers quote it. */
const ssccOf = (digits: string): EpcisObject =>
  digits.length === 18 && checkDigitOf(digits.slice(0, 17)) === digits.at(-1)
    ? parcel([digits, `00${digits}`], null)
    : { kind: 'unknown' };

/** The URN leaves the check digit out and writes the extension digit behind the company's prefix. */
const ssccDigits = (company: string, serial: string): string => {
  const digits = `${serial.slice(0, 1)}${company}${serial.slice(1)}`;
  return digits.length === 17 ? digits + checkDigitOf(digits) : '';
};

/** As under (8003): a zero, 12 digits, the check digit and the serial number. */
const graiOf = (digits: string, serial: string): EpcisObject =>
  digits.length === 12
    ? parcel([decoded(`0${digits}${checkDigitOf(digits)}${serial}`)], null)
    : { kind: 'unknown' };

/** GS1's check digit: weights 3 and 1 from the right (GS1 General Specifications, 7.9.1). */
const checkDigitOf = (digits: string): string => {
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
};

const ofPlace = /^https?:\/\/[^/?#]+(?:\/[^?#]*)?\/epcis\/loc\/([^/?#]+)$/i;
const country = /^[A-Z]{2}$/;

/** Where a read point or location is: our own form in its parts, any other URI as the name of a facility. */
export const placeOf = (uri: string): Place => {
  const own = ofPlace.exec(uri)?.[1]?.split(',').map(decoded);
  if (!own || own.length > 3 || own.includes(null)) return { country: null, city: null, facility: uri };
  const [first, city, facility] = own;
  return {
    country: first && country.test(first) ? first : null,
    city: city || null,
    facility: facility || null,
  };
};

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};
