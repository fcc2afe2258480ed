import type { CallId } from '@legwork/core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeBrowser, picture } from './support/chromium.ts';
import { act, enter, lastAction, rowOf } from './support/console.ts';
import { layCable } from '../support/cable.ts';
import { openHouse, type House } from './support/house.ts';

const { open, closePages } = describeBrowser();
let house: House;
beforeAll(async () => {
  const agents = ['lan', 'mai', 'nam', 'huong', 'an', 'binh', 'chi', 'dung'];
  house = await openHouse(agents);
  await house.ready(...agents);
});
afterEach(closePages);
afterAll(() => house.close());

/** Who talks on a call. */
const agentOf = async (call: CallId): Promise<string> => {
  const talking = await house.fact((fact) => fact.type === 'call.party' && fact.call === call && fact.party !== null);
  return talking.type === 'call.party' && talking.party?.kind === 'agent' ? talking.party.agent : '';
};

test('a call appears, runs and ends in the table while somebody looks', async () => {
  const { page, complaints } = await open();
  await enter(page, house);
  const call = await house.talk('+84901000001');
  const row = rowOf(page, call);
  await row.waitFor();
  await expect.poll(() => row.innerText()).toContain('Talking');
  expect(await row.innerText()).toContain('+84901000001');
  const clock = row.getByRole('gridcell').nth(1);
  await expect.poll(() => clock.innerText()).toMatch(/0:0[2-9]/);
  house.hangUp(call);
  // It stays where it was for a moment, as ended, and then goes.
  await row.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

test('filters and the order stand in the address, and a view of them can be kept', async () => {
  const [one, other] = [await house.talk('+84901000002'), await house.talk('+84901000003')];
  const { page } = await open();
  await enter(page, house);
  await rowOf(page, other).waitFor();
  await page.getByRole('searchbox').fill('000002');
  await rowOf(page, other).waitFor({ state: 'detached' });
  expect(await rowOf(page, one).count()).toBe(1);
  expect(new URL(page.url()).search).toBe('?q=000002');
  await page.getByRole('columnheader', { name: 'Talk', exact: true }).getByRole('button').click();
  await expect.poll(() => new URL(page.url()).search).toBe('?q=000002&sort=-talk');

  await page.getByRole('button', { name: '+ Save view' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Number two');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await rowOf(page, other).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Number two', exact: true }).click();
  await rowOf(page, other).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Remove view Number two' }).click();
  expect(await page.getByRole('button', { name: 'Number two', exact: true }).count()).toBe(0);
  house.hangUp(one);
  house.hangUp(other);
});

test('an agent sees the call that is theirs and no other, and can do nothing that is a supervisor’s', async () => {
  const [one, other] = [await house.talk('+84901000008'), await house.talk('+84901000009')];
  const agent = await agentOf(one);
  const { page, complaints } = await open();
  await enter(page, { ...house, key: await house.keyOf(agent) });
  await rowOf(page, one).waitFor();
  expect(await page.locator('[role="row"][data-call]').count()).toBe(1);
  const barge = rowOf(page, one).locator('[data-action="barge"][aria-disabled="true"]');
  await expect.poll(() => barge.getAttribute('aria-description')).toMatch(/^You are not known as a supervisor/);
  // The stream goes on from a place that is sealed for agents.
  house.hangUp(one);
  await rowOf(page, one).waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
  house.hangUp(other);
});

test('a frozen order keeps its rows: what ends stays as ended until it thaws', async () => {
  const call = await house.talk('+84901000004');
  const { page } = await open();
  await enter(page, house);
  const row = rowOf(page, call);
  await row.waitFor();
  await page.getByRole('button', { name: 'Freeze order' }).click();
  house.hangUp(call);
  await expect.poll(() => row.getAttribute('data-gone')).toBe('true');
  expect(await row.innerText()).toContain('Ended');
  // A call that comes later has been put in its place, and the one that ended still stands in its own.
  const waited = await house.arrive('+84901000005');
  await rowOf(page, waited).waitFor();
  expect(await row.count()).toBe(1);
  await page.getByRole('button', { name: 'Order frozen' }).click();
  await row.waitFor({ state: 'detached' });
  house.hangUp(waited);
});

test('a switch that is lost shows: nothing of a call is said to be true any more', async () => {
  const call = await house.talk('+84901000006');
  const { page } = await open();
  await enter(page, house);
  await rowOf(page, call).waitFor();
  house.loseSwitch();
  await expect.poll(() => rowOf(page, call).innerText()).toContain('Unconfirmed');
  await page.getByRole('alert').getByText('The switch sim is out of reach').waitFor();
  await picture(page, 'unconfirmed');
  house.bringSwitchBack();
  await expect.poll(() => rowOf(page, call).innerText()).not.toContain('Unconfirmed');
  house.hangUp(call);
});

test('while the service is away nothing is said to be so, or can be done; what was missed is there when it is back', async () => {
  const cable = await layCable(house.port);
  const listened = await house.talk('+84901000010');
  const { page } = await open();
  await enter(page, { ...house, url: `http://127.0.0.1:${cable.port}` });
  await act(rowOf(page, listened), 'whisper');
  await lastAction(page, 'done');
  const bar = page.locator('.seat-bar');
  await bar.locator('.voice').first().waitFor();

  cable.cut();
  const alert = page.getByRole('alert').getByText('No connection to Legwork');
  await alert.waitFor();
  await page.getByRole('banner').getByText('Not live').waitFor();
  const stop = rowOf(page, listened).locator('[data-action="stop"][aria-disabled="true"]');
  expect(await stop.getAttribute('aria-description')).toBe('The service cannot be reached');
  expect(await bar.innerText()).toContain('Whether anybody hears you is not known now');
  expect(await bar.locator('.voice').count()).toBe(0);
  // Time goes on, and the clocks of calls stand.
  const clock = rowOf(page, listened).getByRole('gridcell').nth(1);
  const goneSeconds = async (): Promise<number> =>
    Number(/\((\d+) s\)/.exec(await page.locator('.notice').innerText())?.[1]);
  await expect.poll(goneSeconds).toBeGreaterThanOrEqual(2);
  const stood = await clock.innerText();
  await expect.poll(goneSeconds).toBeGreaterThanOrEqual(4);
  expect(await clock.innerText()).toBe(stood);
  await picture(page, 'service-lost');

  const call = await house.talk('+84901000007');
  cable.mend();
  // It may have come back by itself by then.
  await page.getByRole('button', { name: 'Reconnect now' }).evaluateAll(([button]) => {
    if (button instanceof HTMLElement) button.click();
  });
  await rowOf(page, call).waitFor();
  await alert.waitFor({ state: 'detached' });
  await bar.locator('[data-action="leave"]').click();
  await bar.waitFor({ state: 'detached' });
  house.hangUp(call);
  house.hangUp(listened);
  await page.close();
  await cable.close();
});

test('whoever has no session gets a page to log in with a key, and a wrong key opens nothing', async () => {
  const { page } = await open({ language: 'vi' });
  await page.goto(`${house.url}/console/wall`);
  await page.getByLabel('Khóa API').fill('lw_wrong');
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await page.getByRole('alert').getByText('không đúng').waitFor();
  await page.getByLabel('Khóa API').fill(house.key);
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await page.getByRole('heading', { name: 'Hàng chờ' }).waitFor();
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.getByLabel('Khóa API').waitFor();
});

test('a session that ends leaves nothing of what was on the page to whoever signs in next', async () => {
  const call = await house.talk('+84901000011');
  const { page } = await open();
  await enter(page, house);
  await act(rowOf(page, call), 'stop');
  await page.getByRole('dialog').waitFor();
  await page.evaluate(() => fetch('/v1/sessions', { method: 'DELETE' }));
  await page.getByText('Your session has ended').waitFor();
  await page.getByLabel('API key').fill(await house.keyOf((await agentOf(call)) === 'lan' ? 'mai' : 'lan'));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('No call in progress.').waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await page.locator('[data-call]').count()).toBe(0);

  // What one may not see is said to be that, wherever the address leads.
  await page.goto(`${house.url}/console/audit`);
  await page.getByText('You may not do this').waitFor();
  await page.goto(`${house.url}/console/calls/${call}`);
  await page.getByText('This call has ended, or there is no such call.').waitFor();
  house.hangUp(call);
});

test('the ticket of a link is taken out of the address at once', async () => {
  const { page } = await open();
  await enter(page, house);
  expect(page.url()).not.toContain('token');
});
