import type { Lane } from '../legs/leg.ts';

/** Territories (ISO 3166-1 alpha-2) by the country whose gateways and post serve them. */
const territories: Readonly<Record<string, readonly string[]>> = {
  AU: ['CC', 'CX', 'HM', 'NF'],
  CN: ['HK', 'MO'],
  DK: ['FO', 'GL'],
  FI: ['AX'],
  FR: ['BL', 'GF', 'GP', 'MF', 'MQ', 'NC', 'PF', 'PM', 'RE', 'TF', 'WF', 'YT'],
  GB: ['AI', 'BM', 'FK', 'GG', 'GI', 'GS', 'IM', 'IO', 'JE', 'KY', 'MS', 'PN', 'SH', 'TC', 'VG'],
  NL: ['AW', 'BQ', 'CW', 'SX'],
  NO: ['BV', 'SJ'],
  NZ: ['CK', 'NU', 'TK'],
  US: ['AS', 'GU', 'MP', 'PR', 'UM', 'VI'],
};

const parentOf = new Map(
  Object.entries(territories).flatMap(([parent, children]) => children.map((child) => [child, parent])),
);

/** The country whose gateway serves a country (alpha-2 in and out): HK counts as CN, PR as US, RE as FR. */
export function gatewayOf(country: string): string {
  return parentOf.get(country) ?? country;
}

/** Whether two countries lie behind one gateway. */
export function sameGateway(a: string, b: string): boolean {
  return gatewayOf(a) === gatewayOf(b);
}

/** The kind of lane between two countries; an unknown origin is taken to lie across a border. */
export function laneOf(originCountry: string | null, destinationCountry: string): Lane {
  return originCountry !== null && sameGateway(originCountry, destinationCountry)
    ? 'domestic'
    : 'cross_border';
}
