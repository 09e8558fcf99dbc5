import type { Page } from 'playwright-core';
import { PAGES } from '../../src/dashboard/pages';
import { DEVICES, startVisit, type Visit } from '../support/browser';
import { png } from '../support/images';
import { layoutShift } from './layout-shift';

/** What a first visit may transfer, pictures apart. */
const MOST_BYTES = 150_000;

let visit: Visit;
let paths: readonly string[];
beforeAll(async () => {
  visit = await startVisit();
  paths = await useEverything(visit);
});
afterAll(async () => visit.end());

/**
 * Predicts, labels and trains, so that every page has something to show.
 *
 * @returns where the pages are
 */
async function useEverything({ application: { api } }: Visit): Promise<string[]> {
  let upload = api.post('/api/upload/training-data').field('label', 'Pattern');
  for (let seed = 0; seed < 70; seed++) {
    const picture = await png({ seed: 100 + seed });
    const name = `${'long-'.repeat(seed % 20)}${seed}.png`;
    upload = upload.attach('files', picture, name);
    if (seed < 60) await api.post('/api/predict').attach('file', picture, name).expect(200);
  }
  await upload.expect(200);
  const { body } = await api.post('/api/retrain').expect(202);
  const { job_id: id } = body as { job_id: string };
  for (;;) {
    const { body: job } = await api.get(`/api/jobs/${id}`).expect(200);
    const { state, model_version: version } = job as { state: string; model_version: string };
    if (state === 'succeeded') {
      return [...PAGES.map(({ path }) => path), `/train/${id}`, `/models/${version}`];
    }
    if (['rejected', 'failed', 'cancelled'].includes(state)) throw new Error(JSON.stringify(job));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Opens a page as somebody who was never here, and counts. */
async function firstVisit(page: Page, url: string): Promise<{ bytes: number; hosts: string[] }> {
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  await client.send('Network.setCacheDisabled', { cacheDisabled: true });
  const kinds = new Map<string, string>();
  const hosts = new Set<string>();
  let bytes = 0;
  client.on('Network.responseReceived', ({ requestId, type, response }) => {
    kinds.set(requestId, type);
    if (!response.url.startsWith('data:')) hosts.add(new URL(response.url).host);
  });
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (kinds.get(requestId) !== 'Image') bytes += encodedDataLength;
  });
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForTimeout(500); // what the scripts ask for and change
  return { bytes, hosts: [...hosts] };
}

describe.each([
  ['desktop', { width: 1440, height: 900 }],
  ['phone', { width: 360, height: 740 }],
] as const)('every page on a %s', (_, viewport) => {
  it('is light, comes from this service alone, and nothing of it moves', async () => {
    const faults: string[] = [];
    for (const path of paths) {
      const { page } = await visit.open({ viewport, timezoneId: 'Asia/Kolkata' });
      const { bytes, hosts } = await firstVisit(page, visit.url + path);
      const moved = await layoutShift(page);
      if (bytes < 1000 || bytes > MOST_BYTES) faults.push(`${path} weighs ${bytes} bytes`);
      if (moved > 0.01) faults.push(`${path} moves by ${moved}`);
      if (hosts.join() !== new URL(visit.url).host) faults.push(`${path} asks ${hosts.join()}`);
      await page.context().close();
    }
    expect(faults).toEqual([]);
  });
});

describe.each(DEVICES)(
  'an address where nothing is, on a %s (%o, %s)',
  (device, viewport, colorScheme) => {
    it('is a page that says so and leads on', async () => {
      const path = '/nothing';
      const options = { path, viewport, colorScheme, expected: /404/ };
      const { page, complaints, violations, screenshot } = await visit.open(options);
      expect(await page.textContent('h1')).toBe('Nothing here');
      expect(await violations()).toEqual([]);
      await screenshot(`missing-${device}-${colorScheme}`);
      expect(complaints()).toEqual([]);
      await page.click('main a.primary');
      await page.waitForURL(`${visit.url}/`);
      await page.context().close();
    });
  },
);
