import { existsSync, mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { startApplication, type StartedApplication, type StartOptions } from './start-application';

export const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const SCREENSHOTS = path.join(__dirname, '..', 'browser', 'screenshots');
/** Those with "network" keep Chromium from calling home, which a closed network makes slow. */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
];

/** What every page is looked at on; the name is part of its screenshots' names. */
export const DEVICES = [
  ['desktop', { width: 1280, height: 800 }, 'light'],
  ['desktop', { width: 1280, height: 800 }, 'dark'],
  ['phone', { width: 360, height: 740 }, 'light'],
  ['phone', { width: 360, height: 740 }, 'dark'],
  ['wall', { width: 3840, height: 2160 }, 'dark'],
] as const;

// A browser, a service and its threads share the processor with whatever else runs.
jest.setTimeout(120_000);

export interface VisitOptions extends BrowserContextOptions {
  /** Path of the page; default: `/predict`. */
  readonly path?: string;
  /** What the browser will rightly complain of: a request that a test lets fail. */
  readonly expected?: RegExp;
}

/** The real application, listening, with a browser to visit it. */
export interface Visit {
  readonly application: StartedApplication;
  readonly url: string;
  /** Opens a page whose complaints (console errors, failed scripts, CSP) are collected. */
  open(options?: VisitOptions): Promise<VisitedPage>;
  /** @throws {Error} when the browser has complained of any page, looked at by its test or not */
  end(): Promise<void>;
}

export interface VisitedPage {
  readonly page: Page;
  /** What the browser has complained of so far, less what is expected. */
  readonly complaints: () => string[];
  /** What axe finds against WCAG 2.2 AA and its best practices, in words. */
  readonly violations: () => Promise<string[]>;
  /** Keeps a picture of the whole page in tests/browser/screenshots. */
  readonly screenshot: (name: string) => Promise<void>;
}

/**
 * @param environment with `PORT` where a test has to know the address before
 * @throws {Error} when there is no Chromium
 */
export async function startVisit(
  environment: Record<string, string> = {},
  options: StartOptions = {},
): Promise<Visit> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(`there is no Chromium at ${CHROMIUM}; set CHROMIUM_PATH`);
  }
  mkdirSync(SCREENSHOTS, { recursive: true });
  const application = await startApplication(environment, options);
  const server = createServer(application.handler);
  await new Promise<void>((resolve) =>
    server.listen(Number(environment.PORT ?? 0), '127.0.0.1', resolve),
  );
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS });
  const url = `http://127.0.0.1:${port}`;
  const opened: VisitedPage[] = [];
  return {
    application,
    url,
    async open(options = {}) {
      const visited = await openPage(browser, url, options);
      opened.push(visited);
      return visited;
    },
    async end() {
      await browser.close();
      await close(server);
      await application.end();
      const complaints = opened.flatMap((visited) => visited.complaints());
      if (complaints.length > 0) {
        throw new Error(`the browser complained:\n${complaints.join('\n')}`);
      }
    },
  };
}

async function openPage(
  browser: Browser,
  url: string,
  { path: pagePath = '/predict', expected, ...options }: VisitOptions,
): Promise<VisitedPage> {
  // Axe checks colours as they are drawn: a bar that is still growing would change under it.
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const heard: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) heard.push(message.text());
  });
  page.on('pageerror', (error) => heard.push(String(error)));
  await page.goto(url + pagePath);
  return {
    page,
    complaints: () => heard.filter((text) => expected?.test(text) !== true),
    async violations() {
      // The one rule that WCAG 2.2 added is off unless asked for.
      const rules = { 'target-size': { enabled: true } };
      const { violations } = await new AxeBuilder({ page }).options({ rules }).analyze();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' | ')}`);
    },
    async screenshot(name) {
      await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), fullPage: true });
    },
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
