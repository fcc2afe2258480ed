import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeBrowser, picture } from './support/chromium.ts';
import { enter, rowOf } from './support/console.ts';
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
  const talking = await house.fact((fact) => fact.type === 'call.party' && fact.call === one && fact.party !== null);
  const agent = talking.type === 'call.party' && talking.party?.kind === 'agent' ? talking.party.agent : '';
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
  await picture(page, 'unconfirmed');
  house.bringSwitchBack();
  await expect.poll(() => rowOf(page, call).innerText()).not.toContain('Unconfirmed');
  house.hangUp(call);
});

test('the service going away shows, and what was missed in the meantime is there when it is back', async () => {
  const cable = await layCable(house.port);
  const { page } = await open();
  await enter(page, { ...house, url: `http://127.0.0.1:${cable.port}` });
  cable.cut();
  await page.getByRole('banner').getByRole('alert').getByText('Not live').waitFor();
  const call = await house.talk('+84901000007');
  cable.mend();
  await rowOf(page, call).waitFor();
  await page.getByRole('banner').getByText('Not live').waitFor({ state: 'detached' });
  house.hangUp(call);
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

test('the ticket of a link is taken out of the address at once', async () => {
  const { page } = await open();
  await enter(page, house);
  expect(page.url()).not.toContain('token');
});
