import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const oldest = 17;

/** Major version named by `java -version` ("17.0.15" is 17, the old "1.8.0" is 8); undefined when there is none. */
export function javaVersion(output: string): number | undefined {
  const version = /version "(\d+)(?:\.(\d+))?/.exec(output);
  if (!version) return undefined;
  return Number(version[1]) === 1 ? Number(version[2]) : Number(version[1]);
}

/** The Java to run Kafka with, from `JAVA_HOME` or the path, or what is wrong with it. */
export function findJava(): { readonly java: string } | { readonly problem: string } {
  const home = process.env['JAVA_HOME'];
  const candidates = [...(home ? [join(home, 'bin', 'java')] : []), 'java'];
  let tooOld: number | undefined;
  for (const java of candidates) {
    const result = spawnSync(java, ['-version'], { encoding: 'utf8' });
    const version = result.status === 0 ? javaVersion(result.stderr + result.stdout) : undefined;
    if (version !== undefined && version >= oldest) return { java };
    tooOld ??= version;
  }
  const found = tooOld === undefined ? 'no Java was found' : `the Java found is version ${tooOld}`;
  return { problem: `Java ${oldest} or newer (${found}): for example apt install openjdk-17-jre-headless` };
}

/** Maven, needed once to fetch Kafka, or what is wrong with it. */
export function findMaven(): { readonly maven: string } | { readonly problem: string } {
  const maven = process.platform === 'win32' ? 'mvn.cmd' : 'mvn';
  if (spawnSync(maven, ['--version']).status === 0) return { maven };
  return { problem: 'Apache Maven (mvn was not found), to fetch Kafka once: for example apt install maven' };
}
