import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeBrowser, picture } from './support/chromium.ts';
import { act, actionOf, dialog, enter, lastAction, rowOf } from './support/console.ts';
import { openHouse, type House } from './support/house.ts';

const { open, closePages } = describeBrowser();
let house: House;
let callers = 0;
const number = (): string => `+8490${String((callers += 1)).padStart(7, '0')}`;

beforeAll(async () => {
  const agents = ['lan', 'mai', 'nam', 'huong', 'an', 'binh', 'chi', 'dung', 'giang', 'hanh'];
  house = await openHouse(agents);
  await house.ready(...agents);
});
afterEach(closePages);
afterAll(() => house.close());

/** Who sounds in the browser: by what is measured on the tones that are played. */
const soundsOf = (page: Awaited<ReturnType<typeof open>>['page']): Promise<readonly string[]> =>
  page
    .locator('.voice:has(.meter:not([data-loudness="0"]))')
    .evaluateAll((voices) => voices.map((voice) => voice.getAttribute('data-voice') ?? '').sort());

test('a supervisor monitors, whispers, barges in and leaves by one switch, and hears whom the engine says they hear', async () => {
  const call = await house.talk(number());
  const { page } = await open();
  await enter(page, house);
  const row = rowOf(page, call);

  await act(row, 'monitor');
  await lastAction(page, 'done');
  const bar = page.locator('.seat-bar');
  await expect.poll(() => bar.getAttribute('data-settled')).toBe('true');
  expect(await bar.getAttribute('data-heard')).toBe('false');
  const { customer = '', agent = '', seat = '' } = Object.fromEntries(house.legs(call));
  expect([house.hears(agent, seat), house.hears(customer, seat)]).toEqual([false, false]);
  await expect.poll(() => soundsOf(page)).toEqual(['agent', 'customer']);
  expect(await bar.getByText('Simulated', { exact: true }).count()).toBe(1);

  for (const [mode, heardByCustomer] of [
    ['whisper', false],
    ['barge', true],
  ] as const) {
    await act(row, mode);
    await expect.poll(() => actionOf(row, mode).getAttribute('aria-pressed')).toBe('true');
    expect(await bar.getAttribute('data-heard')).toBe('true');
    expect([house.hears(agent, seat), house.hears(customer, seat)]).toEqual([true, heardByCustomer]);
  }
  await picture(page, 'barge');

  await bar.locator('[data-action="leave"]').click();
  await bar.waitFor({ state: 'detached' });
  expect(house.facts.some((fact) => fact.type === 'call.closed' && fact.call === call)).toBe(false);
});

test('what would be refused is grey, says why, and does nothing', async () => {
  const [one, other] = [await house.talk(number()), await house.talk(number())];
  const { page } = await open();
  await enter(page, house);
  await act(rowOf(page, one), 'monitor');
  await lastAction(page, 'done');

  const button = rowOf(page, other).locator('[data-action="barge"][aria-disabled="true"]');
  await expect.poll(() => button.getAttribute('aria-description')).toBe('You are at another call');
  await button.hover();
  await page.locator('.tip', { hasText: 'You are at another call' }).waitFor();
  await button.click({ force: true });
  expect(await page.locator('.status-bar .last').innerText()).toContain('Monitor');
  // Its key leads to it.
  await rowOf(page, other).focus();
  await page.keyboard.press('t');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-action'))).toBe('takeover');
  expect(await dialog(page).count()).toBe(0);
  await page.locator('.seat-bar [data-action="leave"]').click();
  await page.locator('.seat-bar').waitFor({ state: 'detached' });
});

test('what could not be told at once is asked again, until it is', async () => {
  const call = await house.talk(number());
  const { page } = await open();
  let asked = 0;
  await page.route(`**/v1/calls/${call}?include=actions`, (route) => {
    asked += 1;
    if (asked > 1) return route.continue();
    const problem = { type: 'about:blank', title: 'Too many requests', status: 429, reason: 'tooMany' };
    return route.fulfill({ status: 429, contentType: 'application/problem+json', json: problem });
  });
  await enter(page, house);
  await act(rowOf(page, call), 'monitor');
  await lastAction(page, 'done');
  expect(asked).toBeGreaterThan(1);
  await page.locator('.seat-bar [data-action="leave"]').click();
  await page.locator('.seat-bar').waitFor({ state: 'detached' });
});

test('whoever follows an agent sees that they wait for the next call, and can leave before it', async () => {
  const call = await house.talk(number());
  const { page } = await open();
  await enter(page, house, `/console/calls/${call}`);
  await page.getByLabel('Follow the agent to their next calls').check();
  const bar = page.locator('.seat-bar');
  await act(page, 'monitor');
  await page.locator('.seat-bar[data-settled="true"]').waitFor();
  house.hangUp(call);
  await bar.getByText('Waiting for the next call of').waitFor();
  // Also for whoever comes to the page only now.
  await page.reload();
  await bar.getByText('Waiting for the next call of').waitFor();
  await bar.locator('[data-action="leave"]').click();
  await lastAction(page, 'done');
  await bar.waitFor({ state: 'detached' });
});

test('a takeover asks first, names the agent, and puts the supervisor in their place', async () => {
  const from = number();
  const call = await house.talk(from);
  const { page } = await open();
  await enter(page, house);
  const agent = await rowOf(page, call).getByRole('gridcell').nth(5).innerText();

  await act(rowOf(page, call), 'takeover');
  expect(await dialog(page).innerText()).toContain(agent);
  await dialog(page).getByLabel('Reason (goes into the audit)').fill('The customer asked for me');
  await dialog(page).getByRole('button', { name: 'Take over' }).click();
  await lastAction(page, 'done');
  const { customer = '', agent: mine = '' } = Object.fromEntries(house.legs(call));
  expect(house.hears(customer, mine)).toBe(true);
  const bar = page.locator('.seat-bar', { hasText: 'You took over' });
  await bar.waitFor();

  await page.goto(`${house.url}/console/audit?call=${call}`);
  const line = page.getByRole('row', { name: /Take over/ });
  await line.waitFor();
  expect(await line.innerText()).toContain('The customer asked for me');

  // Whoever is in the agent's place hangs up as an agent does.
  await bar.locator('[data-action="hangUp"]').click();
  await house.fact((fact) => fact.type === 'call.closed' && fact.call === call);
  await bar.waitFor({ state: 'detached' });
});

test('where the house wants to know why, a mode is asked for with a reason, and leaving with none', async () => {
  const strict = await openHouse(['lan'], { reasonFor: ['monitor', 'stop'] });
  await strict.ready('lan');
  const call = await strict.talk(number());
  const { page } = await open();
  await enter(page, strict);
  await act(rowOf(page, call), 'monitor');
  const submit = dialog(page).getByRole('button', { name: 'Monitor' });
  expect(await submit.getAttribute('aria-disabled')).toBe('true');
  await picture(page, 'reason');
  await page.keyboard.type('A new colleague');
  await submit.click();
  await lastAction(page, 'done');
  await page.locator('.seat-bar[data-settled="true"]').waitFor();
  // Another mode takes none here.
  await act(rowOf(page, call), 'whisper');
  await page.locator('.seat-bar[data-heard="true"]').waitFor();
  await page.locator('.seat-bar [data-action="leave"]').click();
  await page.locator('.seat-bar').waitFor({ state: 'detached' });

  await page.goto(`${strict.url}/console/audit?call=${call}`);
  const asked = page.getByRole('row', { name: /Supervise · Monitor/ });
  await asked.waitFor();
  expect(await asked.innerText()).toContain('A new colleague');
  await strict.close();
});

interface Told {
  readonly legs: readonly { readonly id: string; readonly state: string }[];
  readonly is: readonly { readonly listener: string; readonly speaker: string }[];
  readonly party: { readonly name: string };
  readonly talkMs: number;
  readonly data: readonly { readonly type: string }[];
}

test('the page of a call draws who hears whom and the ladder as the API tells them', async () => {
  const call = await house.talk(number());
  const { page } = await open();
  await enter(page, house, `/console/calls/${call}`);
  const told = (path: string): Promise<Told> =>
    page.evaluate(async (from) => {
      const answered: unknown = await (await fetch(from)).json();
      return answered as Told;
    }, `/v1/calls/${call}${path}`);
  const heard = (is: string): Promise<readonly string[]> =>
    page
      .locator(`.matrix [data-is="${is}"]`)
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-pair') ?? '').sort());

  for (const [mode, pairs] of [
    ['whisper', 5],
    ['barge', 6],
  ] as const) {
    await act(page, mode);
    await page.locator(`.act-row [data-action="${mode}"][aria-pressed="true"]`).waitFor();
    const { is } = await told('/hears');
    expect(is.length).toBe(pairs);
    await expect.poll(() => heard('hears')).toEqual(is.map(({ listener, speaker }) => `${listener} ${speaker}`).sort());
    expect(await heard('may')).toEqual([]);
  }

  const { data } = await told('/timeline');
  const count = (type: string): number => data.filter((event) => event.type === type).length;
  const names = page.locator('.ladder .lane-name');
  await expect.poll(() => names.count()).toBe(count('leg.created'));
  const { name } = (await told('')).party;
  const written = await names.evaluateAll((texts) => texts.map(({ firstChild }) => firstChild?.textContent));
  expect(written).toEqual([expect.stringMatching(/^\+8490/), name, 'Nguyễn Văn Minh']);
  await page.getByText('As a table').click();
  const rows = page.locator('.as-table tbody tr');
  await expect.poll(() => rows.filter({ hasText: 'answered' }).count()).toBe(count('leg.answered'));
  await rows.filter({ hasText: 'minh', hasNotText: 'Nguyễn Văn Minh' }).waitFor({ state: 'detached' });
  await picture(page, 'ladder');

  await page.locator('.seat-bar [data-action="leave"]').click();
  await page.locator('.seat-bar').waitFor({ state: 'detached' });
  await expect.poll(() => rows.filter({ hasText: 'ended' }).count()).toBe(1);
  house.hangUp(call);
  await page.getByText('Ended', { exact: true }).first().waitFor();

  // Of a call that is over the page says what it was, to whoever comes later, and its clocks stand.
  await page.reload();
  const facts = page.locator('.facts');
  await facts.waitFor();
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain(name);
  const { talkMs } = await told('');
  const seconds = Math.floor(talkMs / 1_000);
  const talk = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  await expect.poll(() => facts.innerText()).toMatch(new RegExp(`Talk\\s+${talk}`));
  expect(await told('')).toMatchObject({ state: 'closed', talkingSince: null });
});

test.for([
  { to: 'an agent', typed: 'giang', name: 'Đỗ Thị Giang', party: { kind: 'agent', agent: 'giang' } },
  {
    to: 'a number',
    typed: '+84 28 3822 0000',
    name: '+842838220000',
    party: { kind: 'number', number: '+842838220000' },
  },
])('a forced transfer finds $to in the one field, and the customer goes there', async ({ typed, name, party }) => {
  const call = await house.talk(number());
  const { page } = await open();
  await enter(page, house);
  await act(rowOf(page, call), 'transfer');
  await dialog(page).getByRole('combobox').fill(typed);
  await dialog(page)
    .getByRole('button', { name: `Transfer to ${name}` })
    .click();
  await lastAction(page, 'done');
  const went = await house.fact(
    (fact) =>
      fact.type === 'call.party' &&
      fact.call === call &&
      fact.party?.kind === party.kind &&
      JSON.stringify(fact.party) === JSON.stringify(party),
  );
  expect(went).toMatchObject({ party });
  house.hangUp(call);
  await house.fact((fact) => fact.type === 'call.closed' && fact.call === call);
});

test('a forced transfer to a queue puts the customer back into it', async () => {
  const call = await house.talk(number());
  const { page } = await open();
  await enter(page, house);
  const before = house.facts.length;
  await act(rowOf(page, call), 'transfer');
  // Nothing is chosen that nobody asked for.
  await page.keyboard.press('Enter');
  await dialog(page).getByRole('button', { name: 'Choose a destination' }).waitFor();
  await dialog(page).getByRole('combobox').fill('main');
  await dialog(page).getByRole('option', { name: /main/ }).waitFor();
  await page.keyboard.press('Enter');
  await lastAction(page, 'done');
  expect(house.facts.slice(before).some((fact) => fact.type === 'call.queued' && fact.call === call)).toBe(true);
  house.hangUp(call);
});

test('a stop names both parties, begins on the way out, and ends the call for both', async () => {
  const from = number();
  const call = await house.talk(from);
  const { page } = await open();
  await enter(page, house);
  const agent = await rowOf(page, call).getByRole('gridcell').nth(5).innerText();

  await act(rowOf(page, call), 'stop');
  const text = await dialog(page).innerText();
  expect(text).toContain(from);
  expect(text).toContain(agent);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Keep the call');
  await page.keyboard.press('Enter');
  await dialog(page).waitFor({ state: 'detached' });
  expect(await rowOf(page, call).getAttribute('data-gone')).toBe('false');

  await act(rowOf(page, call), 'stop');
  await dialog(page).getByRole('button', { name: 'Stop call' }).click();
  expect(await lastAction(page, 'done')).toContain(call);

  // A call that ends by itself meanwhile is said to be gone.
  const other = await house.talk(number());
  await act(rowOf(page, other), 'stop');
  await dialog(page).waitFor();
  house.hangUp(other);
  await dialog(page).getByRole('alert').getByText('There is no such call any more').waitFor();
  expect(await house.fact((fact) => fact.type === 'call.closed' && fact.call === call)).toMatchObject({
    end: 'stopped',
  });
});

test('from anywhere a few letters lead to a call, by the number or by the agent, and to a screen', async () => {
  const from = number();
  const call = await house.talk(from);
  const { page } = await open();
  await enter(page, house);
  await rowOf(page, call).waitFor();
  const agent = await rowOf(page, call).getByRole('gridcell').nth(5).innerText();
  for (const [typed, address] of [
    [from.slice(-7), `/console/calls/${call}`],
    ['wall', '/console/wall'],
    [agent, `/console/calls/${call}`],
  ] as const) {
    await page.keyboard.press('Control+k');
    await dialog(page).locator('input:focus').waitFor();
    await page.keyboard.type(typed);
    await picture(page, 'go-to');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${address}`);
  }
  house.hangUp(call);
});

test('by the keyboard alone: to a row, whisper, leave, transfer, stop; and not where single keys are turned off', async () => {
  const call = await house.talk(number());
  const { page } = await open();
  await enter(page, house, `/console/?q=${call}`);
  await rowOf(page, call).waitFor();
  await page.keyboard.press('j');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-call'))).toBe(call);
  await page.keyboard.press('w');
  await lastAction(page, 'done');
  await page.locator('.seat-bar[data-settled="true"]').waitFor();
  await page.keyboard.press('l');
  await page.locator('.seat-bar').waitFor({ state: 'detached' });

  await page.keyboard.press('x');
  await dialog(page).waitFor();
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-call'))).toBe(call);

  await page.keyboard.press('?');
  await dialog(page).getByRole('switch').click();
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+S');
  expect(await dialog(page).count()).toBe(0);
  // Enter is no single character: it opens the call all the same.
  await rowOf(page, call).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/console/calls/${call}`);
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main');

  await page.keyboard.press('?');
  expect(await dialog(page).count()).toBe(0);
  await page.getByRole('button', { name: 'Keys', exact: true }).click();
  await dialog(page).getByRole('switch').click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+S');
  await dialog(page).getByRole('button', { name: 'Stop call' }).click();
  await lastAction(page, 'done');
});
