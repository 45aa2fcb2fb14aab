import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';

/** No sandbox: tests run as root in containers, and open only pages of their own. */
const args = ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none', '--hide-scrollbars'];

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Chromium out of an npm package, which unpacks it into the temporary folder. */
const packaged = async (): Promise<LaunchOptions> => {
  const { default: chromiumPackage } = await import('@sparticuz/chromium');
  return { executablePath: await chromiumPackage.executablePath() };
};

/** The same with the shared libraries that the package brings along, for a system without NSS. */
const packagedWithLibraries = async (): Promise<LaunchOptions> => {
  const packageFolder = dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'));
  const archive = readFileSync(join(packageFolder, '..', '..', 'bin', 'al2023.tar.br'));
  const folder = join(tmpdir(), 'landfall-chromium');
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-x', '-C', folder], { input: brotliDecompressSync(archive) });
  return { ...(await packaged()), env: { ...process.env, LD_LIBRARY_PATH: join(folder, 'lib') } };
};

/**
 * A headless Chromium: that of CHROMIUM_PATH when set, else the one of the npm package, so that a fresh clone needs
 * nothing else, else an installed one.
 * @throws Error that says how to get one, where none of them starts
 */
export const launchBrowser = async (): Promise<Browser> => {
  const named = process.env['CHROMIUM_PATH'];
  const candidates: (() => Promise<LaunchOptions>)[] = named
    ? [async () => ({ executablePath: named })]
    : [
        packaged,
        packagedWithLibraries,
        ...installed.filter((path) => existsSync(path)).map((path) => async () => ({ executablePath: path })),
      ];
  const failures: string[] = [];
  for (const find of candidates) {
    try {
      return await chromium.launch({ ...(await find()), args, headless: true });
    } catch (error) {
      failures.push((error as Error).message.split('\n', 1)[0] ?? '');
    }
  }
  throw new Error(
    `No Chromium starts (${failures.join('; ')}): install one, as by \`apt-get install chromium\`, ` +
      'or set CHROMIUM_PATH to the one you have',
  );
};
