import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { launchBrowser } from '@landfall/testing';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startStubApi, stubKey, stubTraceId } from './testing/stub-api.ts';
import { hostileText, stubExceptions, stubParcels } from './testing/stub-data.ts';

/** A folder that gets a picture of every view; none are taken without it. */
const pictures = process.env['CONSOLE_SCREENSHOTS'];

let browser: Browser;
let api: Awaited<ReturnType<typeof startStubApi>>;
let page: Page;
/** What the browser complained of, policy violations included, and what it asked of other hosts. */
let complaints: string[];

const openPage = async (options: BrowserContextOptions = {}): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const opened = await context.newPage();
  opened.setDefaultTimeout(10_000);
  opened.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d|status of 5\d\d/.test(message.text()))
      complaints.push(message.text());
  });
  opened.on('pageerror', (error) => complaints.push(error.message));
  opened.on('request', (request) => {
    if (!request.url().startsWith(api.url)) complaints.push(`asked for ${request.url()}`);
  });
  return opened;
};

const signedIn = async (to: Page, view: string): Promise<void> => {
  await to.goto(`${api.url}/#key=${stubKey}`);
  await to.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  if (view !== 'overview') {
    // A page opened anew is busy once it is loaded; after a change of the hash alone it may not be so yet.
    await to.goto('about:blank');
    await to.goto(`${api.url}/#/${view}`);
    await to.locator('main:not([aria-busy])').waitFor();
  }
};

const heading = (name: string) => page.getByRole('heading', { level: 1, name });
const firstParcel = stubParcels[0] ?? { id: '', trackingNumbers: [] };

beforeAll(async () => {
  [api, browser] = await Promise.all([startStubApi(), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await api?.close();
});

beforeEach(async () => {
  complaints = [];
  api.state.empty = false;
  api.state.failing = undefined;
  api.state.mapped = [];
  page = await openPage();
});

afterEach(async () => {
  await page.context().close();
  expect(complaints).toEqual([]);
});

describe('signing in', () => {
  it('asks for a key, refuses a wrong one and keeps a right one for the tab', async () => {
    await page.goto(api.url);
    await page.getByLabel('API key').fill('wrong');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('alert').getByText('not known').waitFor();
    await page.getByLabel('API key').fill(stubKey);
    await page.getByRole('button', { name: 'Continue' }).click();
    await heading('Overview').waitFor();
    await page.reload();
    await heading('Overview').waitFor();
  });

  it('takes the key out of the address', async () => {
    await signedIn(page, 'overview');
    expect(page.url()).toBe(`${api.url}/#/overview`);
    expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(1);
  });

  it('forgets the key on signing out', async () => {
    await signedIn(page, 'parcels');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await heading('Sign in').waitFor();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });
});

describe('the views', () => {
  it('lead from the overview to what is behind a figure', async () => {
    await signedIn(page, 'overview');
    await page.getByRole('link', { name: '88 Out for delivery' }).click();
    await heading('Parcels').waitFor();
    expect(page.url()).toContain('#/parcels?state=out_for_delivery');
    expect(await page.locator('tbody .badge').allTextContents()).toEqual(
      stubParcels.filter(({ state }) => state === 'out_for_delivery').map(() => 'Out for delivery'),
    );
    await page.goBack();
    await page.getByRole('link', { name: 'Customs held' }).click();
    await heading('Exceptions').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(1);
  });

  it('find a parcel by any of its tracking numbers', async () => {
    await signedIn(page, 'overview');
    const number = firstParcel.trackingNumbers[1]?.trackingNumber ?? '';
    await page.getByRole('searchbox').fill(number);
    await page.getByRole('searchbox').press('Enter');
    await heading(firstParcel.trackingNumbers[0]?.trackingNumber ?? '').waitFor();
    expect(page.url()).toBe(`${api.url}/#/parcels/${firstParcel.id}`);
    await page.goBack();
    await heading('Overview').waitFor();
  });

  it('filter parcels and page through them, all of it in the address', async () => {
    await signedIn(page, 'parcels');
    expect(await page.locator('tbody tr').count()).toBe(50);
    await page.getByRole('link', { name: 'Next page' }).click();
    await page.getByRole('link', { name: 'First page' }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(25);
    await page.reload();
    await page.getByRole('link', { name: 'First page' }).waitFor();
    await page.getByLabel('Destination').fill('br');
    const answered = page.waitForResponse(/[?&]country=BR/);
    await page.getByRole('button', { name: 'Apply' }).click();
    await answered;
    await page.waitForURL(/country=br/);
    await page.locator('main:not([aria-busy])').waitFor();
    expect(new Set(await page.locator('td[data-title=Destination]').allTextContents())).toEqual(
      new Set(['Brazil']),
    );
  });

  it('show a parcel with its timeline, newest first, exceptions and numbers', async () => {
    await signedIn(page, `parcels/${firstParcel.id}`);
    const entries = page.locator('.timeline li');
    expect(await entries.count()).toBe(10);
    expect(await entries.first().textContent()).toContain('6 Mar 2026 11:02 +01:00');
    await page.getByRole('cell', { name: 'Customs held' }).waitFor();
    expect(await page.locator('[aria-current=step]').textContent()).toContain('Import customs');
    for (const { trackingNumber } of firstParcel.trackingNumbers)
      expect(await page.getByText(trackingNumber).count()).toBeGreaterThan(0);
  });

  it('show when the carrier expects a parcel, the same day wherever it is read', async () => {
    for (const timezoneId of ['America/Los_Angeles', 'Asia/Shanghai']) {
      const opened = await openPage({ timezoneId });
      await signedIn(opened, `parcels/${firstParcel.id}`);
      const said = await opened.getByText('The carrier expects').textContent();
      expect(said).toMatch(/The carrier expects Fri,? 13 Mar 2026 \(17track\)/);
      await opened.context().close();
    }
  });

  it('show what senders wrote as text, whatever it is', async () => {
    await signedIn(page, `parcels/${firstParcel.id}`);
    expect(await page.locator('.timeline').textContent()).toContain(hostileText);
    expect(await page.locator('.timeline img').count()).toBe(0);
  });

  it('list open exceptions, most recoverable first, each with its parcel', async () => {
    const asked = page.waitForRequest(/\/v1\/exceptions\?/);
    await signedIn(page, 'exceptions');
    expect(new URL((await asked).url()).search).toContain('state=open');
    expect(new URL((await asked).url()).search).toContain('sort=-recoverableValue');
    expect(await page.locator('tbody tr').count()).toBe(stubExceptions.length);
    await page.getByRole('link', { name: 'Open parcel' }).first().click();
    await heading(firstParcel.trackingNumbers[0]?.trackingNumber ?? '').waitFor();
  });

  it('put what providers claim beside what is verified', async () => {
    await signedIn(page, 'routes');
    const row = page.getByRole('row', { name: 'Economy air to Europe' });
    for (const figure of ['8.0 d', '9.4 d', '99.5 %', '97.8 %'])
      expect(await row.textContent()).toContain(figure);
    expect(await page.getByRole('row', { name: 'Rail to Duisburg' }).textContent()).toContain(
      '12 mature parcels of 30 needed',
    );
  });

  it('say what to do next where there is nothing', async () => {
    api.state.empty = true;
    await signedIn(page, 'overview');
    await page.getByText('POST /v1/orders/:id/parcels').waitFor();
    for (const [view, advice] of [
      ['parcels', 'POST /v1/orders'],
      ['exceptions', 'Exceptions open by themselves'],
      ['routes', 'POST /v1/providers'],
      ['scorecards', '30 days after dispatch'],
      ['codes', 'A code that stands in no table appears here'],
    ]) {
      await page.goto(`${api.url}/#/${view}`);
      await page.locator('.empty', { hasText: advice ?? '' }).waitFor();
    }
  });
});

describe('codes that stand in no table', () => {
  const formOf = (code: string) => page.getByRole('form', { name: code });

  it('come with what was told, as text, and what they may mean chosen already', async () => {
    await signedIn(page, 'codes');
    expect(await page.locator('.examples').first().textContent()).toContain(hostileText);
    expect(await page.locator('.examples img').count()).toBe(0);
    const suggested = formOf('InTransit_HeldByCustoms');
    expect(await suggested.getByLabel('Means').inputValue()).toBe('import_customs_held');
    expect(await suggested.getByLabel('Reason').inputValue()).toBe('customs');
    expect(await suggested.getByLabel('Leg').isDisabled()).toBe(true);
    const bare = formOf('QX');
    expect(await bare.getByLabel('Means').inputValue()).toBe('');
    await bare.getByLabel('Means').selectOption('Delayed');
    expect(await bare.getByLabel('Leg').isDisabled()).toBe(false);
  });

  it('are mapped where they stand, and it is said how many parcels were corrected', async () => {
    await signedIn(page, 'codes');
    const asked = page.waitForRequest((request) => request.method() === 'POST');
    await formOf('InTransit_HeldByCustoms').getByRole('button', { name: 'Map' }).click();
    const request = await asked;
    expect(request.postDataJSON()).toEqual({
      sender: '17track',
      code: 'InTransit_HeldByCustoms',
      milestone: 'import_customs_held',
      atOrigin: 'export_customs_held',
      reason: 'customs',
    });
    expect(request.headers()['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
    await page.getByText('Mapped. 22 parcels corrected, 24 read by it in all.').waitFor();
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByRole('button', { name: 'Take back InTransit_HeldByCustoms' }).click();
    await page.getByText('Taken back').waitFor();
  });

  it('are left as they were chosen when the mapping is refused', async () => {
    await signedIn(page, 'codes');
    const form = formOf('QX');
    await form.getByLabel('Means').selectOption('No scan');
    api.state.failing = 503;
    await form.getByRole('button', { name: 'Map' }).click();
    await form.getByRole('alert').getByText('Not available at the moment').waitFor();
    api.state.failing = undefined;
    const asked = page.waitForRequest((request) => request.method() === 'POST');
    await form.getByRole('button', { name: 'Try again' }).click();
    expect((await asked).postDataJSON()).toEqual({ sender: 'dhl-express', code: 'QX', noScan: true });
  });
});

describe('failures', () => {
  it('show the problem with its trace id and are tried again on request', async () => {
    await signedIn(page, 'overview');
    api.state.failing = 503;
    await page.getByRole('link', { name: 'Exceptions', exact: true }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('Not available at the moment').waitFor();
    expect(await alert.textContent()).toContain(stubTraceId);
    api.state.failing = undefined;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('tbody tr').first().waitFor();
  });

  it('say that a parcel does not exist', async () => {
    await signedIn(page, 'parcels/019b0000-0000-7000-8000-999999999999');
    await page.getByText('This parcel does not exist').waitFor();
  });
});

const shown = [
  ['overview', 'overview'],
  ['parcels', 'parcels'],
  ['parcel', `parcels/${firstParcel.id}`],
  ['exceptions', 'exceptions'],
  ['routes', 'routes'],
  ['scorecards', 'scorecards'],
  ['codes', 'codes'],
  ['nothing', 'parcels?trackingNumber=UNKNOWN'],
] as const;

describe.each([
  [1440, 'light'],
  [1440, 'dark'],
  [390, 'light'],
  [390, 'dark'],
] as const)('at a width of %i, %s', (width, colorScheme) => {
  it('every view fits and can be read', async () => {
    const sized = await openPage({ colorScheme, viewport: { width, height: width === 390 ? 844 : 900 } });
    await sized.goto(api.url);
    await sized.getByLabel('API key').waitFor();
    if (pictures) await sized.screenshot({ path: join(pictures, `sign-in-${width}-${colorScheme}.png`) });
    for (const [name, view] of shown) {
      await signedIn(sized, view);
      const { overflow, paper, ink } = await sized.evaluate<{ overflow: number; paper: string; ink: string }>(
        `(({ scrollWidth, clientWidth }, { backgroundColor, color }) =>
          ({ overflow: Math.max(0, scrollWidth - clientWidth), paper: backgroundColor, ink: color })
        )(document.documentElement, getComputedStyle(document.body))`,
      );
      expect([name, overflow]).toEqual([name, 0]);
      expect(contrast(paper, ink)).toBeGreaterThan(7);
      if (pictures)
        await sized.screenshot({
          path: join(pictures, `${name}-${width}-${colorScheme}.png`),
          fullPage: true,
        });
    }
    await sized.context().close();
  });
});

/** Contrast of two `rgb()` colours, WCAG 2.2, "contrast ratio". */
const contrast = (one: string, other: string): number => {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? [])
      .slice(0, 3)
      .map((part) => Number(part) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};
