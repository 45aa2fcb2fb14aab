import { parseArgs } from 'node:util';
import { faultsUsage, readFaults, type Faults } from './faults.ts';

export const usage = `npm run world -- --parcels N --days D --seed S[,S2,...] [options]
  --parcels N    parcels of the world; 20000 without it
  --days D       days over which orders come, then the play ends; 120 without it, 150 at most
  --seed S,...   a world for each, all played and scored; 1 without it
  --step HOURS   what happened within so many hours is told at their end; 3 without it
  --faults SPEC  what is planted
    ${faultsUsage}
  --units        parcels travel under master waybills, told once each (POST /v1/units)
  --url URL --key KEY [--sender-key KEY]
                 a running, empty system under LANDFALL_CLOCK=replay, for one seed;
                 without it one is started for each seed and thrown away
  --json FILE    write the report there: of several seeds {reports, goals} with each goal's worst`;

export interface Options extends Faults {
  readonly parcels: number;
  readonly days: number;
  readonly seeds: readonly number[];
  readonly stepHours: number;
  readonly units: boolean;
  readonly url: string | undefined;
  readonly key: string | undefined;
  readonly senderKey: string | undefined;
  readonly json: string | undefined;
}

/** Calendars of the world are written out for so long. */
const mostDays = 150;

/** Reads the command line; a string says what is wrong with it. @throws TypeError on an option that is not known */
export function readOptions(args: readonly string[]): Options | string {
  const { values } = parseArgs({
    args: [...args],
    options: {
      parcels: { type: 'string', default: '20000' },
      days: { type: 'string', default: '120' },
      seed: { type: 'string', default: '1' },
      step: { type: 'string', default: '3' },
      faults: { type: 'string' },
      units: { type: 'boolean', default: false },
      url: { type: 'string' },
      key: { type: 'string' },
      'sender-key': { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return usage;
  const [parcels, days, stepHours] = [Number(values.parcels), Number(values.days), Number(values.step)];
  const seeds = values.seed.split(',').map(Number);
  if (!Number.isSafeInteger(parcels) || parcels < 1) return '--parcels must be a whole number from 1 on';
  if (!Number.isSafeInteger(days) || days < 10 || days > mostDays)
    return `--days must be a whole number from 10 to ${mostDays}`;
  if (seeds.some((seed) => !Number.isSafeInteger(seed) || seed < 0) || new Set(seeds).size < seeds.length)
    return '--seed must be whole numbers from 0 on, separated by commas, none twice';
  if (!(stepHours > 0 && stepHours <= 24)) return '--step must be a number of hours up to 24';
  const { url, key, json } = values;
  if ((url === undefined) !== (key === undefined)) return '--url and --key go together';
  if (url !== undefined && seeds.length > 1)
    return '--url takes one seed: the clock of a system never goes back';
  const faults = readFaults(values.faults);
  if (typeof faults === 'string') return faults;
  const { units } = values;
  return {
    parcels,
    days,
    seeds,
    stepHours,
    units,
    url,
    key,
    senderKey: values['sender-key'],
    json,
    ...faults,
  };
}
