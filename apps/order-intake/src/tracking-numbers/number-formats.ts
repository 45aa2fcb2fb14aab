import { allCouriers, getTracking, type TrackingCourier } from 'ts-tracking-number';

/** A format of some carrier's that a tracking number has. */
export interface NumberFormat {
  /** The carrier as we name it. */
  carrier: string;
  /** `none`: the format has no check digit. */
  checkDigit: 'right' | 'wrong' | 'none';
  /** No other carrier's numbers look like it. Of the others a number has the right check digit in one case of ten by chance. */
  distinctive: boolean;
  /** S10 of the Universal Postal Union: the carrier is the post that gave it out, and others may use it. */
  postal: boolean;
}

type TrackingFormat = TrackingCourier['tracking_numbers'][number];

/** By the names that ts-tracking-number gives them: those that begin with letters which nobody else has. */
const distinctive = new Set(['UPS', 'Amazon Logistics', 'OnTrac', 'OnTrac D']);
/** Posts that are not known by the name that the list of S10 has for them. */
const postNames = new Map([
  ['US', 'usps'],
  ['GB', 'royal-mail'],
]);

/**
 * The formats that a number has, whether its check digit is right or wrong: S10 and those of Amazon, DHL, FedEx, OnTrac, UPS
 * and USPS, as ts-tracking-number (data of jkeen/tracking_number_data) knows them. Numbers of other carriers have none.
 */
export const numberFormatsOf = (trackingNumber: string): NumberFormat[] => {
  const number = trackingNumber.toUpperCase();
  return allCouriers.flatMap((courier) =>
    courier.tracking_numbers
      .filter((format) => fits(number, courier, { ...format, validation: {} }))
      .map((format): NumberFormat => {
        const postal = courier.courier_code === 's10';
        return {
          carrier: postal ? postOf(number, format) : courier.courier_code,
          checkDigit: !format.validation.checksum
            ? 'none'
            : fits(number, courier, format)
              ? 'right'
              : 'wrong',
          distinctive: distinctive.has(format.name),
          postal,
        };
      }),
  );
};

const fits = (number: string, courier: TrackingCourier, format: TrackingFormat): boolean =>
  getTracking(number, [{ ...courier, tracking_numbers: [format] }]) !== undefined;

const postOf = (number: string, { additional = [] }: TrackingFormat): string => {
  const country = number.replaceAll(/[^A-Z\d]/g, '').slice(-2);
  const countries = additional.find((one) => one.regex_group_name === 'CountryCode')?.lookup ?? [];
  const post = countries.find((one) => 'courier' in one && one.matches === country);
  const name = post && 'courier' in post ? post.courier : country;
  return postNames.get(country) ?? keyOf(name);
};

const keyOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z\d]+/g, '-')
    .replaceAll(/^-|-$/g, '');
