import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { profileText, type CpuProfile } from './profile-text.ts';

/** Starting and compiling take this long, in s; a process that ends within it has nothing to tell. */
const startSeconds = 4;

/** Writes a text for each profile of a folder that has none yet, named by the service and its process. */
export function tellProfiles(dir: string): string[] {
  const files = new Set(readdirSync(dir));
  const told: string[] = [];
  for (const file of files) {
    const [, pid] = /^CPU\.\d+\.\d+\.(\d+)\..*\.cpuprofile$/.exec(file) ?? [];
    if (pid === undefined) continue;
    const profile = JSON.parse(readFileSync(join(dir, file), 'utf8')) as CpuProfile;
    const text = `${serviceOf(profile) ?? 'participant'}-${pid}.txt`;
    if (files.has(text) || secondsOf(profile) <= startSeconds) continue;
    writeFileSync(join(dir, text), profileText(profile, startSeconds));
    told.push(join(dir, text));
  }
  return told;
}

const secondsOf = ({ timeDeltas }: CpuProfile): number =>
  timeDeltas.reduce((sum, micros) => sum + micros, 0) / 1e6;

function serviceOf({ nodes }: CpuProfile): string | undefined {
  for (const { callFrame } of nodes) {
    const [, service] = /\/apps\/([^/]+)\/dist\//.exec(callFrame.url) ?? [];
    if (service !== undefined) return service;
  }
  return undefined;
}
