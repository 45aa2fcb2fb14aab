import { parseArgs } from 'node:util';

export interface FuzzOptions {
  readonly seed: number;
  /** Bodies in all. */
  readonly runs: number;
  /** Recorded payloads beside the examples of the mapping files. */
  readonly dir: string | undefined;
  /** How many of the bodies are also sent to the real services. */
  readonly http: number;
  /** A single run, again. */
  readonly only: number | undefined;
  readonly json: string | undefined;
}

const defaultRuns = 10_000;
/** One in so many is also sent over HTTP. */
const overHttpEvery = 100;

export const fuzzUsage = `npm run chaos -- fuzz [options]
  --runs N     bodies; 10000 without it
  --seed S     all of them follow from it; 1 without it
  --dir DIR    recorded payloads of carriers to begin with, beside the examples of the mapping files
  --http N     how many of the bodies are also sent to the real services; a hundredth without it
  --run I      only this body, again: with the seed and the folder that found it
  --json FILE  write the report there`;

/** Throws an error with the usage where options are wrong. */
export function readFuzzOptions(args: readonly string[]): FuzzOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: String(defaultRuns) },
      seed: { type: 'string', default: '1' },
      dir: { type: 'string' },
      http: { type: 'string' },
      run: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const { dir, json } = values;
  const runs = numberOf('runs', values.runs, 1);
  const only = values.run === undefined ? undefined : numberOf('run', values.run, 0);
  const http =
    values.http === undefined
      ? only === undefined
        ? Math.ceil(runs / overHttpEvery)
        : 0
      : numberOf('http', values.http, 0);
  return { seed: numberOf('seed', values.seed, 1), runs, dir, http: Math.min(http, runs), only, json };
}

function numberOf(name: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least)
    throw new Error(`--${name} must be a whole number from ${least} on\n${fuzzUsage}`);
  return number;
}
