import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** No sandbox: tests run as root in containers, and open only pages of their own. */
const args = ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none', '--hide-scrollbars'];

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Chromium out of an npm package: a fresh clone needs nothing else. It is unpacked into the temporary folder. */
const packaged = async (): Promise<string> => {
  const { default: chromiumPackage } = await import('@sparticuz/chromium');
  return chromiumPackage.executablePath();
};

/**
 * A headless Chromium: that of CHROMIUM_PATH when set, else the one of the npm package, else an installed one.
 * @throws Error that says how to get one, where none of them starts
 */
export const launchBrowser = async (): Promise<Browser> => {
  const named = process.env['CHROMIUM_PATH'];
  const candidates = named
    ? [async () => named]
    : [packaged, ...installed.filter((path) => existsSync(path)).map((path) => async () => path)];
  const failures: string[] = [];
  for (const find of candidates) {
    try {
      return await chromium.launch({ executablePath: await find(), args, headless: true });
    } catch (error) {
      failures.push((error as Error).message.split('\n', 1)[0] ?? '');
    }
  }
  throw new Error(
    `No Chromium starts (${failures.join('; ')}): install one, as by \`apt-get install chromium\`, ` +
      'or set CHROMIUM_PATH to the one you have',
  );
};
