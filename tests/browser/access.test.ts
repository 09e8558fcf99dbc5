import type { Page } from 'playwright-core';
import { PAGES } from '../../src/dashboard/pages';
import { startVisit, type Visit, type VisitOptions } from '../support/browser';
import { choose, pictureCalled } from './pictures';

const SIZES = [
  ['desktop', { width: 1280, height: 800 }],
  ['phone', { width: 360, height: 740 }],
] as const;
const PASSWORD = 'four words on paper';
/** Everything that is a page and asks for somebody. */
const PATHS = [...PAGES.map(({ path }) => path), '/alerts', '/docs', '/account'];
const ADMIN_PATHS = ['/keys', '/people', '/audit'];

type State = Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>;

let visit: Visit;
let setupToken: string;
const states = new Map<string, State>();

beforeAll(async () => {
  const shown: string[] = [];
  visit = await startVisit(
    { AUTH: 'on', RATE_LIMIT_ENABLED: 'false' },
    { showSecret: (text) => shown.push(text) },
  );
  // The token is printed when the service listens; the browser comes by a server of the test's own.
  await visit.application.listen();
  setupToken = /setup_\w+/.exec(shown.join())![0];
});
afterAll(async () => visit.end());

async function signIn(page: Page, name: string): Promise<void> {
  await page.fill('#name', name);
  await page.fill('#password', PASSWORD);
  await page.click('main button[type=submit]');
}

function as(name: string, path: string, options: VisitOptions = {}): ReturnType<Visit['open']> {
  const storageState = states.get(name);
  if (storageState === undefined) throw new Error(`${name} has not signed in`);
  return visit.open({ path, storageState, ...options });
}

it('leads from nothing to the first administrator, and to the page that was asked for', async () => {
  const { page, violations } = await visit.open({ path: '/models?page=1' });
  expect(new URL(page.url()).pathname).toBe('/login');
  expect(await violations()).toEqual([]);
  await page.goto(`${visit.url}/setup`);
  expect(await violations()).toEqual([]);
  await page.fill('#token', setupToken);
  await page.fill('#name', 'Ada');
  await page.fill('#password', PASSWORD);
  await page.click('main button[type=submit]');
  await page.waitForSelector('.notice-good');
  expect(await violations()).toEqual([]);
  await signIn(page, 'Ada');
  await page.waitForURL(`${visit.url}/`);
  states.set('admin', await page.context().storageState());
  for (const cookie of states.get('admin')!.cookies) {
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  }
  await page.context().close();

  const people = await as('admin', '/people');
  for (const role of ['viewer', 'labeler', 'operator']) {
    await people.page.fill('#name', role);
    await people.page.fill('#password', PASSWORD);
    await people.page.selectOption('#role', role);
    await people.page.click('.access-form button[type=submit]');
    await people.page.waitForLoadState();
  }
  expect(await people.violations()).toEqual([]);
  await people.page.context().close();

  for (const role of ['viewer', 'labeler', 'operator']) {
    const { page: own } = await visit.open({ path: '/history?class=Cat' });
    await signIn(own, role);
    await own.waitForURL(`${visit.url}/history?class=Cat`);
    states.set(role, await own.context().storageState());
    await own.context().close();
  }
});

it('says at the same place that a password is wrong', async () => {
  const { page, violations } = await visit.open({ path: '/login', expected: /401|403/ });
  await page.fill('#name', 'Ada');
  await page.fill('#password', 'something else');
  await page.click('main button[type=submit]');
  await page.waitForSelector('.notice-bad');
  expect(await violations()).toEqual([]);
  await page.context().close();
});

describe.each([
  ['admin', ...SIZES[0]],
  ['admin', ...SIZES[1]],
  ['operator', ...SIZES[0]],
  ['labeler', ...SIZES[1]],
  ['viewer', ...SIZES[0]],
  ['viewer', ...SIZES[1]],
] as const)('what a signed-in %s sees on a %s', (role, device, viewport) => {
  it('is every page, whole', async () => {
    const faults: string[] = [];
    const paths = role === 'admin' ? [...PATHS, ...ADMIN_PATHS] : PATHS;
    const visited = await as(role, '/', {
      viewport,
      // The one page that viewers may not see, and are told so.
      ...(role === 'viewer' && { expected: /403/ }),
    });
    const { page } = visited;
    for (const path of paths) {
      await page.goto(visit.url + path);
      if (new URL(page.url()).pathname !== path) faults.push(`${path} led elsewhere`);
      const heading = await page.textContent('h1');
      if (heading === null || heading.trim() === '') faults.push(`${path} has no heading`);
      const isWide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      if (isWide) faults.push(`${path} is wider than the screen`);
      faults.push(...(await visited.violations()).map((fault) => `${path}: ${fault}`));
      if (role === 'admin') {
        await visited.screenshot(`signed-in${path.replaceAll('/', '-')}-${device}`);
      }
    }
    expect(faults).toEqual([]);
    expect(visited.complaints()).toEqual([]);
    await page.context().close();
  });
});

it('offers nobody what would be refused', async () => {
  const viewer = await as('viewer', '/data');
  const links = await viewer.page.locator('.site-nav a').allTextContents();
  expect(links).not.toContain('Predict');
  const buttons = viewer.page.locator('main form[method=post] button[type=submit]');
  for (const button of await buttons.all()) {
    expect(await button.isDisabled()).toBe(true);
  }
  await viewer.page.context().close();

  const alerts = await as('operator', '/alerts');
  expect(await alerts.page.locator('.access-form button[type=submit]').isDisabled()).toBe(true);
  await alerts.page.context().close();
});

it('predicts, labels and signs out with the keyboard alone', async () => {
  const { page } = await as('labeler', '/predict');
  await choose(page, await pictureCalled('mine.png'));
  await page.waitForSelector('.bars .bar');
  await page.focus('.account summary');
  await page.keyboard.press('Enter');
  await page.focus('.account form[action="/logout"] button');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/login/);
  await page.goto(`${visit.url}/history`);
  expect(new URL(page.url()).pathname).toBe('/login');
  await page.context().close();
});
