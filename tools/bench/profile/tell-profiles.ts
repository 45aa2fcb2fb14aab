import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { profileText, type CpuProfile } from './profile-text.ts';

/** Starting and compiling take this long, in s. */
const startSeconds = 4;

/** Writes a text beside each profile of a folder that has none yet. */
export function tellProfiles(dir: string): string[] {
  const files = readdirSync(dir);
  const told = files
    .filter((name) => name.endsWith('.cpuprofile'))
    .filter((name) => !files.includes(`${name}.txt`))
    .map((name) => join(dir, name));
  for (const path of told) {
    const profile = JSON.parse(readFileSync(path, 'utf8')) as CpuProfile;
    writeFileSync(`${path}.txt`, profileText(profile, startSeconds));
  }
  return told.map((path) => `${path}.txt`);
}
