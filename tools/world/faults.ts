import { defaultShares, type Shares, type Trouble } from './life/fates.ts';
import { defaultIncidents, type IncidentPlan } from './life/incidents.ts';

const incidentNames = Object.keys(defaultIncidents) as (keyof IncidentPlan)[];
const troubleNames = Object.keys(defaultShares) as Trouble[];

export const faultsUsage = `parts of a SPEC, separated by commas, each changing what is planted:
    none             nothing at all; what follows is planted alone
    TROUBLE=SHARE    on a share (0 to 1) of the parcels that it can happen to, of:
                     ${wrapped(troubleNames)}
    INCIDENTS=COUNT  in 120 days, of: ${incidentNames.join(', ')}`;

function wrapped(names: readonly string[]): string {
  const lines: string[] = [''];
  for (const name of names) {
    const last = lines.at(-1) ?? '';
    if (last.length + name.length > 80) lines.push(name);
    else lines[lines.length - 1] = last === '' ? name : `${last} ${name}`;
  }
  return lines.join('\n                     ');
}

export interface Faults {
  readonly shares: Shares;
  readonly incidents: IncidentPlan;
}

/** Reads a `--faults` spec; a string says what is wrong with it. */
export function readFaults(spec: string | undefined): Faults | string {
  const shares: Record<Trouble, number> = { ...defaultShares };
  const incidents: Record<keyof IncidentPlan, number> = { ...defaultIncidents };
  for (const part of spec?.split(',') ?? []) {
    const [name = '', text, more] = part.trim().split('=');
    if (name === 'none' && text === undefined) {
      for (const trouble of troubleNames) shares[trouble] = 0;
      for (const kind of incidentNames) incidents[kind] = 0;
      continue;
    }
    const value = Number(text);
    if (text === undefined || text === '' || more !== undefined || !(value >= 0))
      return `--faults: "${part}" is not NAME=NUMBER`;
    if (troubleNames.includes(name as Trouble)) {
      if (value > 1) return `--faults: ${name} is a share from 0 to 1, not ${text}`;
      shares[name as Trouble] = value;
    } else if (incidentNames.includes(name as keyof IncidentPlan)) {
      if (!Number.isInteger(value)) return `--faults: ${name} is a whole number, not ${text}`;
      incidents[name as keyof IncidentPlan] = value;
    } else return `--faults: there is no "${name}"`;
  }
  const sum = Object.values(shares).reduce((total, share) => total + share, 0);
  if (sum > 1) return `--faults: the shares add up to ${sum.toFixed(3)}, which is more than all parcels`;
  return { shares, incidents };
}
