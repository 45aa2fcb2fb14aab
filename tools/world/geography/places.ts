/** A country as the world knows it: its clock, who rests when. */
export interface Place {
  readonly zone: string;
  readonly city: string;
  /** ISO weekdays (1 is Monday) on which offices are shut. */
  readonly weekend: readonly number[];
  /** Local dates on which nobody works. */
  readonly holidays: readonly string[];
}

/** The first instant of every world, a Monday; holidays are written out for the eight months from it. */
export const worldBegins = Date.parse('2025-09-01T00:00:00Z');
/** The last day for which holidays are written out. */
export const holidaysEnd = Date.parse('2026-05-01T00:00:00Z');

const saturdayAndSunday = [6, 7];

export const places = {
  CN: {
    zone: 'Asia/Shanghai',
    city: 'Shenzhen',
    weekend: saturdayAndSunday,
    // Warehouses are shut at Spring Festival only.
    holidays: [
      ...['2026-02-15', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20', '2026-02-21'],
    ],
  },
  US: {
    zone: 'America/Los_Angeles',
    city: 'Los Angeles',
    weekend: saturdayAndSunday,
    holidays: [
      ...['2025-09-01', '2025-10-13', '2025-11-11', '2025-11-27', '2025-12-25'],
      ...['2026-01-01', '2026-01-19', '2026-02-16'],
    ],
  },
  DE: {
    zone: 'Europe/Berlin',
    city: 'Leipzig',
    weekend: saturdayAndSunday,
    holidays: ['2025-10-03', '2025-12-25', '2025-12-26', '2026-01-01', '2026-04-03', '2026-04-06'],
  },
  FR: {
    zone: 'Europe/Paris',
    city: 'Roissy',
    weekend: saturdayAndSunday,
    holidays: ['2025-11-01', '2025-11-11', '2025-12-25', '2026-01-01', '2026-04-06'],
  },
  BE: {
    zone: 'Europe/Brussels',
    city: 'Liège',
    weekend: saturdayAndSunday,
    holidays: ['2025-11-01', '2025-11-11', '2025-12-25', '2026-01-01', '2026-04-06'],
  },
  GB: {
    zone: 'Europe/London',
    city: 'Langley',
    weekend: saturdayAndSunday,
    holidays: ['2025-12-25', '2025-12-26', '2026-01-01', '2026-04-03', '2026-04-06'],
  },
  BR: {
    zone: 'America/Sao_Paulo',
    city: 'Curitiba',
    weekend: saturdayAndSunday,
    holidays: [
      ...['2025-09-07', '2025-10-12', '2025-11-02', '2025-11-15', '2025-11-20', '2025-12-25'],
      ...['2026-01-01', '2026-02-16', '2026-02-17', '2026-04-03', '2026-04-21'],
    ],
  },
  SA: {
    zone: 'Asia/Riyadh',
    city: 'Riyadh',
    weekend: [5, 6],
    holidays: ['2025-09-23', '2026-02-22', '2026-03-19', '2026-03-20', '2026-03-21', '2026-03-22'],
  },
} as const satisfies Record<string, Place>;

export type Country = keyof typeof places;
export type Destination = Exclude<Country, 'CN' | 'BE'>;
