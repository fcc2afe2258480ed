import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { CallId } from '@legwork/core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeBrowser, picture } from './support/chromium.ts';
import { act, dialog, enter, lastAction, rowOf } from './support/console.ts';
import { shortDay } from '../support/short-day.ts';
import { openHouse, type House } from './support/house.ts';

const { open, closePages } = describeBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let house: House;
let call: CallId;
beforeAll(async () => {
  house = await openHouse();
  await house.ready('lan', 'mai', 'nam');
  call = await house.talk('+84901234567');
  await house.talk('+84907654321');
  const over = await house.talk('+84903333333');
  house.hangUp(over);
  await house.fact((fact) => fact.type === 'call.closed' && fact.call === over);
  for (const n of [1, 2, 3]) await house.arrive(`+8490222222${n}`);
  const order = { title: 'A short day', scenario: shortDay(), seed: 5, runs: 2, by: 'test' };
  const simulation = await house.simulations.create(order);
  await house.simulations.ended(simulation?.id ?? '');
});
afterEach(closePages);
afterAll(() => house.close());

interface Found {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}
declare global {
  interface Window {
    /** There once its script has run. */
    readonly axe: { run(where: Document | Element, options: object): Promise<Found> };
  }
}

/** What breaks the guidelines (WCAG 2.2 AA and all before), each with the element where it does: on the page, or in the dialog that is open over it. */
const violations = async (page: Page): Promise<readonly string[]> => {
  // The policy of the page lets nothing in; the tester's own script comes by the back door.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await window.axe.run(document.querySelector('dialog[open]') ?? document, {
      runOnly: { type: 'tag', values: tags },
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  });
};

const screens = [
  { name: 'live', path: () => '/console/', ready: (page: Page) => rowOf(page, call).waitFor() },
  { name: 'call', path: () => `/console/calls/${call}`, ready: (page: Page) => page.locator('.ladder').waitFor() },
  { name: 'wall', path: () => '/console/wall', ready: (page: Page) => page.locator('.agent-tile').first().waitFor() },
  {
    name: 'history',
    path: () => '/console/history',
    ready: (page: Page) => page.locator('.table tbody tr').first().waitFor(),
  },
  {
    name: 'audit',
    path: () => '/console/audit',
    ready: (page: Page) => page.locator('.table tbody tr').first().waitFor(),
  },
  {
    name: 'simulations',
    path: () => '/console/simulations',
    ready: (page: Page) => page.locator('.plot').first().waitFor(),
  },
] as const;

const looks = [
  { language: 'en', theme: 'light' },
  { language: 'vi', theme: 'dark' },
  { language: 'vi', theme: 'light' },
  { language: 'en', theme: 'dark' },
] as const;

test.for(looks)('every screen keeps WCAG 2.2 AA in $language, $theme, with a dialog open and without', async (look) => {
  const { page, complaints } = await open(look);
  await enter(page, house);
  await act(rowOf(page, call), 'whisper');
  await lastAction(page, 'done');
  for (const { name, path, ready } of screens) {
    await page.goto(`${house.url}${path()}`);
    await ready(page);
    await page.locator('.seat-bar').waitFor();
    await picture(page, `${name}-${look.language}-${look.theme}`);
    expect({ screen: name, found: await violations(page) }).toEqual({ screen: name, found: [] });
    // Nothing is wider than the page, nothing said by its key.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
    expect(await page.locator('body').innerText()).not.toMatch(
      /\b(state|action|wall|call|figures|refusal|simulations)\.[a-z]/i,
    );
  }

  await page.goto(`${house.url}/console/`);
  await rowOf(page, call).waitFor();
  for (const action of ['stop', 'takeover', 'transfer']) {
    await act(rowOf(page, call), action);
    await dialog(page).waitFor();
    await picture(page, `${action}-${look.language}-${look.theme}`);
    expect({ dialog: action, found: await violations(page) }).toEqual({ dialog: action, found: [] });
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
  }
  await page.goto(`${house.url}/console/simulations`);
  await page.getByRole('button', { name: look.language === 'en' ? 'Start simulation' : 'Chạy mô phỏng' }).click();
  await dialog(page).getByRole('radio').last().check();
  await picture(page, `start-${look.language}-${look.theme}`);
  expect({ dialog: 'start', found: await violations(page) }).toEqual({ dialog: 'start', found: [] });
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  for (const key of ['?', 'Control+k']) {
    await page.keyboard.press(key);
    await dialog(page).waitFor();
    expect({ dialog: key, found: await violations(page) }).toEqual({ dialog: key, found: [] });
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
  }
  await page.locator('.seat-bar [data-action="leave"]').click();
  await page.locator('.seat-bar').waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

test('at a zoom of 200 % every screen is as wide as the window, and goes down instead', async () => {
  const { page } = await open({ language: 'vi' });
  await page.setViewportSize({ width: 640, height: 360 });
  await enter(page, house);
  await act(rowOf(page, call), 'barge');
  await page.locator('.seat-bar').waitFor();
  for (const { name, path, ready } of screens) {
    await page.goto(`${house.url}${path()}`);
    await ready(page);
    await picture(page, `${name}-zoomed`);
    expect({ name, wide: await page.evaluate(() => document.documentElement.scrollWidth) }).toEqual({
      name,
      wide: 640,
    });
  }
  await page.locator('.seat-bar [data-action="leave"]').click();
  await page.locator('.seat-bar').waitFor({ state: 'detached' });
});

test('the service level counts calls by when they ended, whenever they began', async () => {
  const { page } = await open();
  const minutes = 60_000;
  const gaveUp = { queue: 'main', agents: [], waitMs: 40 * minutes, served: false, abandoned: true, updatedSeq: 1 };
  const times = [...Array(97).keys()];
  await page.route('**/v1/call-records?*', async (route) => {
    const now = Date.now();
    const all = [
      ...times.map((n) => ({ ...gaveUp, call: `a${n}`, startedAt: now - 41 * minutes, endedAt: now - 1 * minutes })),
      ...times.map((n) => ({ ...gaveUp, call: `b${n}`, startedAt: now - 80 * minutes, endedAt: now - 39 * minutes })),
    ];
    const from = Number(new URL(route.request().url()).searchParams.get('from') ?? 0);
    await route.fulfill({ json: { data: all.filter(({ startedAt }) => startedAt >= from), next: null, asOf: 1 } });
  });
  await enter(page, house, '/console/wall');
  // Three talk who were answered in time; 97 gave up, and whoever has waited for too long by now is too few to show.
  await page.locator('.queue-card').first().getByText('3 %', { exact: true }).waitFor();
});

test('the page to log in keeps WCAG 2.2 AA as well', async () => {
  const { page } = await open({ language: 'vi', theme: 'dark' });
  await page.goto(`${house.url}/console/`);
  await page.getByLabel('Khóa API').waitFor();
  expect(await violations(page)).toEqual([]);
});

test('the language changes while somebody looks, and stays', async () => {
  const { page } = await open();
  await enter(page, house);
  await page.getByRole('link', { name: 'Wall' }).waitFor();
  await page.getByRole('button', { name: 'Ngôn ngữ: Tiếng Việt' }).click();
  await page.getByRole('link', { name: 'Bảng theo dõi' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('vi');
  await page.reload();
  await page.getByRole('link', { name: 'Bảng theo dõi' }).waitFor();
});

test('an address that no link has is told to be none, and the rest is there', async () => {
  const { page } = await open();
  await enter(page, house);
  await page.goto(`${house.url}/console/calls/%`);
  await page.locator('main .empty').waitFor();
  await page.getByRole('link', { name: 'Wall' }).waitFor();
});

test('the wall alerts where a target is missed, until somebody acknowledges it; targets can be set', async () => {
  const { page } = await open();
  await enter(page, house, '/console/wall');
  const card = page.locator('.queue-card').first();
  await card.getByRole('button', { name: /Targets of/ }).click();
  await dialog(page).getByLabel('Waiting at most').fill('0');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  const alert = page.locator('.alerts li', { hasText: 'waiting, at most 0' });
  await alert.waitFor();
  await page.locator('.alert-count').waitFor();
  await picture(page, 'wall-alert');
  await alert.getByRole('button', { name: 'Acknowledge' }).click();
  await alert.getByText('Acknowledged').waitFor();
  const rest = page.getByRole('button', { name: /^Acknowledge( all)?$/ });
  while ((await rest.count()) > 0) await rest.first().click();
  await page.locator('.alert-count').waitFor({ state: 'detached' });
});

test('the line of who waited goes on where it was when the page is loaded anew', async () => {
  const { page } = await open();
  await page.addInitScript(() => {
    const at = Date.now() - 10 * 60_000;
    const line = [
      { at, waiting: 7 },
      { at: at + 5_000, waiting: 4 },
    ];
    if (sessionStorage.getItem('seen') === null)
      sessionStorage.setItem('legwork.samples', JSON.stringify([['main', line]]));
    sessionStorage.setItem('seen', 'yes');
  });
  await enter(page, house, '/console/wall');
  const line = page.getByRole('img', { name: 'Waiting over the last 30 minutes, at most 7' });
  await line.waitFor();
  await page.reload();
  await line.waitFor();
});

test.for(['csv', 'parquet'] as const)('call records can be taken along as %s', async (format) => {
  const { page } = await open();
  await enter(page, house, '/console/history');
  // People are named, whether the records or the people were read first.
  await page.getByRole('cell', { name: 'Lê Văn Nam' }).waitFor();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: format === 'csv' ? 'CSV' : 'Parquet', exact: true }).click();
  const file = readFileSync(await (await coming).path());
  if (format === 'csv') expect(file.toString('utf8')).toContain('+84903333333');
  else expect(file.subarray(0, 4).toString()).toBe('PAR1');
});

test('a scenario is started, followed while it runs, and read: the figures are those of the API', async () => {
  const { page, complaints } = await open();
  await enter(page, house, '/console/simulations');
  const start = page.getByRole('button', { name: 'Start simulation' });
  await start.click();
  await dialog(page).getByLabel('A scenario of your own').check();
  const scenario = dialog(page).getByLabel(/^YAML/);
  await scenario.fill(shortDay().replace('  to:', '  too:'));
  await dialog(page).getByLabel('Name', { exact: true }).fill('A short day, seen');
  await dialog(page).getByLabel('Days to run').fill('2');
  await dialog(page).getByRole('button', { name: 'Start simulation' }).click();
  expect(await dialog(page).getByRole('alert').innerText()).toMatch(
    /The scenario is not valid\s+line \d+, column \d+: /,
  );
  await scenario.fill(shortDay());
  await dialog(page).getByRole('button', { name: 'Start simulation' }).click();
  await dialog(page).waitFor({ state: 'detached' });

  const report = page.getByRole('article', { name: 'A short day, seen' });
  await report.locator('[data-state="done"]').waitFor({ timeout: 90_000 });
  await report.getByText('2 of 2 days').waitFor();
  // What is over is not stopped: it would be forgotten.
  await report.getByRole('button', { name: 'Remove' }).waitFor();
  const id = new URL(page.url()).searchParams.get('run') ?? '';
  const told = await page.evaluate(async (path) => {
    const answered: unknown = await (await fetch(path)).json();
    return answered as { figures: Record<string, { mean: number; halfWidth: number }> };
  }, `/v1/simulations/${id}/report`);
  const { mean = 0, halfWidth = 0 } = told.figures['offered'] ?? {};
  const offered = `${mean.toFixed(1)} ± ${halfWidth.toFixed(1)}`;
  await expect.poll(() => report.locator('[data-measure="offered"] td').innerText()).toBe(offered);
  // Each figure over the day is drawn, and said for whoever does not see it.
  expect(await report.getByRole('img', { name: /^Service level: 10:00 / }).count()).toBe(1);
  expect(await report.locator('.plot .band').count()).toBeGreaterThanOrEqual(4);

  // One that takes long is stopped, and forgotten.
  await start.click();
  await dialog(page).getByLabel('Name', { exact: true }).fill('A long one');
  await dialog(page).getByRole('button', { name: 'Start simulation' }).click();
  const long = page.getByRole('article', { name: 'A long one' });
  await long.getByRole('button', { name: 'Stop simulation' }).click();
  await long.locator('[data-state="cancelled"]').waitFor();
  await long.getByRole('button', { name: 'Remove' }).click();
  await long.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});
