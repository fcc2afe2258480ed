import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, type TestContext } from 'vitest';

/** Debian's, as the package `chromium` installs it. */
export const CHROMIUM = '/usr/bin/chromium';

/** Pictures of every screen, for whoever wants to look at them. Nobody commits them. */
const pictures = join(import.meta.dirname, '../../../.cache/screenshots');

const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });

export interface Look {
  readonly language?: 'en' | 'vi';
  readonly theme?: 'light' | 'dark';
}

/** One browser for a file; a page of its own, with nothing kept, for each test. */
export const describeBrowser = () => {
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });
  return {
    /** A page that has not been anywhere. What it complains about is gathered. */
    open: async ({ language = 'en', theme = 'light' }: Look = {}): Promise<{
      readonly page: Page;
      readonly complaints: string[];
    }> => {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 720 },
        colorScheme: theme,
        locale: language === 'vi' ? 'vi-VN' : 'en-GB',
        reducedMotion: 'reduce',
      });
      contexts.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        // A call may be gone by the time it is asked about: a reply of 404 is no fault of the page.
        const isReply = message.text().startsWith('Failed to load resource');
        if ((message.type() === 'error' || message.type() === 'warning') && !isReply) complaints.push(message.text());
      });
      page.on('request', (request) => {
        if (!/^(http:\/\/127\.0\.0\.1:|blob:|data:)/.test(request.url())) complaints.push(`asked ${request.url()}`);
      });
      return { page, complaints };
    },
    /** Closes the pages of a test; of one that has failed a picture is left. */
    closePages: async (of?: TestContext): Promise<void> => {
      for (const context of contexts.splice(0)) {
        if (of?.task.result?.state === 'fail')
          for (const page of context.pages()) await picture(page, `failed-${of.task.id}-${contexts.length}`);
        await context.close();
      }
    },
  };
};

export const picture = async (page: Page, name: string): Promise<void> => {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
};
