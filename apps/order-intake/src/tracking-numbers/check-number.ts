import type { NumberFormat } from './number-formats.ts';

/** What a merchant should look at; it hinders nothing. */
export interface NumberWarning {
  code: 'tracking_number_check_digit' | 'tracking_number_of_another_carrier' | 'carrier_settled';
  /** JSON pointer into the request. */
  pointer: string;
  detail: string;
}

/** With which carrier the merchant has registered numbers that look the same, and how many. */
export interface CarrierHistory {
  carrier: string;
  numbers: number;
}

export interface NumberClaim {
  trackingNumber: string;
  /** As the merchant names it; undefined: it is to be found. */
  carrier: string | undefined;
  formats: readonly NumberFormat[];
  /** ISO 3166-1 alpha-2; null where it is not known (returns). */
  destinationCountry: string | null;
  /** The one with most numbers first. */
  history: readonly CarrierHistory[];
}

export interface CheckedNumber {
  /** Undefined: it was not named and cannot be told. */
  carrier: string | undefined;
  /** Carriers whose number it may be. */
  candidates: string[];
  warnings: NumberWarning[];
}

/** Numbers that the merchant's habit is believed from, and their share that has one carrier. */
const habit = { numbers: 3, share: 0.9 };
/** Numbers of the same look from which it is strange that one is of another carrier. */
const longHabit = 20;

/** Where a carrier delivers that does not deliver everywhere. */
const deliversTo = new Map([
  ['usps', new Set(['US', 'PR', 'VI', 'GU', 'AS', 'MP'])],
  ['ontrac', new Set(['US'])],
]);

/** Names by which merchants mean these carriers and no service of theirs that has other numbers. */
const sameCarrier = new Map([
  ['amzl', 'amazon'],
  ['amazon-logistics', 'amazon'],
  ['dhl-express', 'dhl'],
  ['fedex-express', 'fedex'],
  ['fedex-ground', 'fedex'],
  ['united-states-postal-service', 'usps'],
  ['us-postal-service', 'usps'],
]);

/**
 * Holds a tracking number against the formats that it has and what the merchant did before. A carrier that is named counts
 * whatever the number looks like; one that is not is settled, in this order: by a format that nobody else has, by the merchant's
 * habit, by the post that gave the number out, by the only carrier of such numbers that delivers to the destination.
 */
export const checkNumber = (claim: NumberClaim): CheckedNumber => {
  const candidates = candidatesOf(claim);
  if (claim.carrier !== undefined)
    return {
      carrier: claim.carrier,
      candidates,
      warnings: [...checkDigitWarning(claim, claim.carrier), ...otherCarrierWarning(claim, claim.carrier)],
    };
  const { carrier, because } = settle(claim, candidates);
  if (carrier === undefined) return { carrier, candidates, warnings: [] };
  return {
    carrier,
    candidates,
    warnings: [
      ...checkDigitWarning(claim, carrier),
      {
        code: 'carrier_settled',
        pointer: '/carrier',
        detail: `No carrier is named: ${carrier} is taken, because ${because}. Name it where that is wrong.`,
      },
    ],
  };
};

/** The carriers of formats with a right check digit, or without one that can be wrong, that deliver to the destination. */
const candidatesOf = ({ formats, destinationCountry }: NumberClaim): string[] => {
  const carriers = formats
    .filter(({ checkDigit, distinctive }) => checkDigit === 'right' || (checkDigit === 'none' && distinctive))
    .filter(
      ({ carrier, postal }) =>
        postal || destinationCountry === null || (deliversTo.get(carrier)?.has(destinationCountry) ?? true),
    )
    .map(({ carrier }) => carrier);
  return [...new Set(carriers)];
};

const settle = (
  { formats, history }: NumberClaim,
  candidates: readonly string[],
): { carrier: string | undefined; because: string } => {
  const own = formats.find(({ distinctive, checkDigit }) => distinctive && checkDigit !== 'wrong');
  if (own) return { carrier: own.carrier, because: 'only its numbers have this format' };
  const usual = usualCarrier(history, habit.numbers);
  if (usual) return { carrier: usual, because: 'your other numbers that look the same are of it' };
  const post = formats.find(({ postal, checkDigit }) => postal && checkDigit === 'right');
  if (post) return { carrier: post.carrier, because: 'it is the post that gave the number out' };
  const [only, ...others] = candidates;
  return others.length === 0 && only !== undefined
    ? { carrier: only, because: 'the number has its format and check digit' }
    : { carrier: undefined, because: '' };
};

/** The carrier of nearly all numbers that look the same, where there are so many of them. */
const usualCarrier = (history: readonly CarrierHistory[], atLeast: number): string | undefined => {
  const total = history.reduce((sum, { numbers }) => sum + numbers, 0);
  const [most] = history;
  return most && total >= atLeast && most.numbers >= total * habit.share ? most.carrier : undefined;
};

/** The check digit is wrong by every format that the number can be meant to have. */
const checkDigitWarning = ({ trackingNumber, formats }: NumberClaim, carrier: string): NumberWarning[] => {
  const named = nameOf(carrier);
  const meant = formats.filter((format) => format.postal || format.distinctive || format.carrier === named);
  if (meant.length === 0 || meant.some(({ checkDigit }) => checkDigit !== 'wrong')) return [];
  const whose = [...new Set(meant.map(({ carrier: one }) => one))].join(' or ');
  return [
    {
      code: 'tracking_number_check_digit',
      pointer: '/trackingNumber',
      detail: `${trackingNumber} looks like a number of ${whose}, but its check digit is wrong: look for a typing error.`,
    },
  ];
};

const otherCarrierWarning = (claim: NumberClaim, carrier: string): NumberWarning[] => {
  const named = nameOf(carrier);
  const { trackingNumber, formats, history } = claim;
  if (formats.some((format) => format.carrier === named && format.checkDigit !== 'wrong')) return [];
  if (history.some((one) => nameOf(one.carrier) === named)) return [];
  const own = formats.find(({ distinctive, checkDigit }) => distinctive && checkDigit !== 'wrong');
  const isService = own !== undefined && named.startsWith(`${own.carrier}-`);
  const usual = usualCarrier(history, longHabit);
  const detail =
    own && !isService
      ? `${trackingNumber} has the format of ${own.carrier}, which no other carrier has.`
      : usual && `Your other numbers that look like ${trackingNumber} are of ${usual}.`;
  if (!detail) return [];
  return [
    {
      code: 'tracking_number_of_another_carrier',
      pointer: '/carrier',
      detail: `${detail} Scans may not be found under ${carrier}.`,
    },
  ];
};

/** A carrier without its spelling, and without what is only another name of it. */
const nameOf = (carrier: string): string => {
  const key = carrier
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, '-');
  return sameCarrier.get(key) ?? key;
};
