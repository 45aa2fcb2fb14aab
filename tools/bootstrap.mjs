/**
 * Starts a command of this repository: `node tools/bootstrap.mjs <command> [arguments]`.
 * Needs only Node 18 and npm: installs the locked dependencies when they are missing or old, then runs
 * `tools/<command>/main.ts` with the Node 24 among them.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.landfall-installed');
const pinnedNode = join(modules, '.bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Signals that end this process; each is passed to the running child, whose exit ends us. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
let stopping = null;
let child = null;
for (const signal of signals) {
  process.on(signal, () => {
    stopping = signal;
    child?.kill(signal);
  });
}

/** Runs a program to its end; resolves to its exit code, 128 + n when a signal n ended it. */
function run(command, args, options) {
  return new Promise((done) => {
    child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`);
      done(127);
    });
    child.once('exit', (code, signal) => done(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

function fail(message, code = 1) {
  console.error(message);
  process.exit(code);
}

function commands() {
  return readdirSync(join(root, 'tools'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, 'tools', entry.name, 'main.ts')))
    .map((entry) => entry.name)
    .sort();
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function stamped(hash) {
  try {
    return readFileSync(stampFile, 'utf8') === hash;
  } catch {
    return false;
  }
}

/** True when npm's own record of a finished install has every required package of the lock file, at its version. */
function installedByHand() {
  try {
    const installed = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages;
    const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    return Object.entries(locked).every(([path, wanted]) => {
      if (!path.startsWith('node_modules/')) return true;
      const found = installed[path];
      if (!found) return Boolean(wanted.optional || wanted.devOptional || wanted.peer);
      return found.version === wanted.version && found.link === wanted.link;
    });
  } catch {
    return false;
  }
}

/** True when the pinned Node starts and is at least version 24. */
function pinnedNodeWorks() {
  const result = spawnSync(pinnedNode, ['--version'], { encoding: 'utf8' });
  return result.status === 0 && Number(/^v(\d+)/.exec(result.stdout)?.[1]) >= 24;
}

/** The environment for npm: without this repository's own programs, which the install replaces. */
function npmEnvironment() {
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => !resolve(entry).startsWith(modules + sep));
  return { ...process.env, PATH: path.join(delimiter), npm_config_fund: 'false', npm_config_audit: 'false' };
}

async function install(hash) {
  console.log('Installing the locked dependencies (npm ci): about a minute the first time.');
  for (let attempt = 1; attempt <= 2; attempt++) {
    const code = await run(
      process.platform === 'win32' ? 'npm.cmd' : 'npm',
      ['ci', '--no-fund', '--no-audit', '--loglevel=error'],
      {
        env: npmEnvironment(),
      },
    );
    if (stopping) process.exit(128 + constants.signals[stopping]);
    if (code === 0) {
      if (!pinnedNodeWorks()) {
        fail(
          'npm ci finished, but node_modules/.bin/node is not a working Node 24. Install scripts must be allowed\n' +
            '(npm config get ignore-scripts should say false); then run this command again.',
        );
      }
      writeFileSync(stampFile, hash);
      return;
    }
    if (attempt === 1) console.error(`npm ci failed (exit code ${code}); trying once more.`);
  }
  fail(
    'npm ci failed twice: see its messages above. Is the npm registry within reach? Run this command again.',
  );
}

const [command, ...args] = process.argv.slice(2);
if (!command || !commands().includes(command)) {
  fail(
    `${command ? `Unknown command "${command}".` : 'Which command?'} Usage: npm run <command> -- [options], one of: ${commands().join(', ')}`,
    2,
  );
}
const hash = lockHash();
if (!stamped(hash) || !existsSync(pinnedNode)) {
  if (installedByHand() && pinnedNodeWorks()) writeFileSync(stampFile, hash);
  else await install(hash);
}
const flags = ['--conditions=@landfall/source', '--disable-warning=TimeoutNegativeWarning'];
// The channel tells the command when this process has been killed, so that it can clean up.
const code = await run(pinnedNode, [...flags, join(root, 'tools', command, 'main.ts'), ...args], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
process.exit(code);
