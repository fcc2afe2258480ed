import type { Locator, Page } from 'playwright-core';
import type { House } from './house.ts';

/** Opens the console by a link that logs in, as the demo prints one. */
export const enter = async (page: Page, house: House, path = '/console/'): Promise<void> => {
  await page.goto(`${house.url}${path}#token=${house.key}`);
  await page
    .getByRole('banner')
    .getByText(/^(Live|Trực tiếp)$/)
    .last()
    .waitFor();
};

export const rowOf = (page: Page, call: string): Locator => page.locator(`[role="row"][data-call="${call}"]`);

/** The button of an action in a row, or on a call's page. */
export const actionOf = (within: Page | Locator, action: string): Locator =>
  within.locator(`[data-action="${action}"]`).first();

/** Presses an action as soon as it is known that it would be taken on. */
export const act = async (within: Page | Locator, action: string): Promise<void> => {
  await within.locator(`[data-action="${action}"]:not([aria-disabled])`).first().click();
};

/** What the status bar says of the last action, once it says what became of it. */
export const lastAction = async (page: Page, state: string): Promise<string> => {
  const last = page.locator(`.status-bar .last[data-state="${state}"]`);
  await last.waitFor();
  return last.innerText();
};

export const dialog = (page: Page): Locator => page.getByRole('dialog');
