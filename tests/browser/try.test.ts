import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { InputSpec } from '../../src/config/input-spec';
import { decodeImage } from '../../src/imaging/decode-image';
import { openVersion } from '../../src/registry/open-version';
import type { ModelVersion } from '../../src/registry/version';
import { DEVICES, startVisit, type Visit } from '../support/browser';
import { byTheService, largestDifference } from '../support/exported';
import { png, turnedPhotograph } from '../support/images';
import { SHIPPED_MODELS } from '../support/model-folder';
import { PHOTO_CLASSES, PHOTO_INPUT, writePhotoVersion } from '../support/photo-version';
import { writeTaughtVersion } from '../support/taught-version';
import { BROKEN, choose, type Picture } from './pictures';

const SHIPPED = 'cifar10-small-2';
const LIMITS = { maxPixels: 1e7, formats: ['png', 'jpeg'] } as const;

let folder: string;
let visit: Visit;
let versions: readonly ModelVersion[];
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'try-'));
  cpSync(path.join(SHIPPED_MODELS, SHIPPED), path.join(folder, SHIPPED), { recursive: true });
  const shipped = await openVersion(path.join(folder, SHIPPED));
  versions = [shipped, await writeTaughtVersion(folder, shipped), await writePhotoVersion(folder)];
  visit = await startVisit({ MODEL_DIR: folder }, { active: SHIPPED });
});
afterAll(async () => {
  await visit.end();
  rmSync(folder, { recursive: true });
});

async function pictures({ width, height }: InputSpec): Promise<Picture[]> {
  return [
    { name: 'small.png', mimeType: 'image/png', buffer: await png({ width, height, seed: 2 }) },
    {
      name: 'holes.png',
      mimeType: 'image/png',
      buffer: await png({ width: 61, height: 50, channels: 4, seed: 4 }),
    },
    { name: 'turned.jpg', mimeType: 'image/jpeg', buffer: await turnedPhotograph() },
  ];
}

/** Puts a picture on the page, and waits for the answer to it. */
async function answered(page: Page, picture: Picture): Promise<void> {
  await choose(page, picture);
  await page.waitForSelector(`.picture-name:text-is("${picture.name}")`);
  await page.waitForSelector('.single:not(.waiting) .bars .bar');
}

/** What the scripts of the page make of a picture: float32, [classes]. */
async function inTheBrowser(
  page: Page,
  version: ModelVersion,
  picture: Picture,
): Promise<Float32Array> {
  const graph = `/api/models/${version.name}/export/classifier.onnx`;
  const { input } = version.card;
  // A text: Jest would make something of its own of the imports.
  const probabilities = await page.evaluate<number[]>(`(async () => {
    const { fitPicture } = await import('/js/fit-picture.js');
    const { BrowserNetwork } = await import('/js/browser-network.js');
    const bytes = Uint8Array.from(${JSON.stringify([...picture.buffer])});
    const file = new Blob([bytes], { type: ${JSON.stringify(picture.mimeType)} });
    const input = ${JSON.stringify(input)};
    const pixels = await fitPicture(file, input);
    return [...(await new BrowserNetwork(${JSON.stringify(graph)}).run(pixels, input))];
  })()`);
  return Float32Array.from(probabilities);
}

describe.each(DEVICES)(
  'the page that tries a version on a %s (%o, %s)',
  (device, viewport, colorScheme) => {
    it('answers a picture without a complaint from browser or axe', async () => {
      const visited = await visit.open({ path: '/models/photo/try', viewport, colorScheme });
      const { page, violations, complaints, screenshot } = visited;
      expect(await violations()).toEqual([]);
      await screenshot(`try-${device}-${colorScheme}-1-start`);
      await answered(page, (await pictures(PHOTO_INPUT))[2]!);
      expect(await page.textContent('#announcer')).toContain(await page.textContent('.winner'));
      expect(await violations()).toEqual([]);
      expect(complaints()).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
      await screenshot(`try-${device}-${colorScheme}-2-answer`);
      await page.context().close();
    });
  },
);

describe('the page that tries a version', () => {
  it('gives the answers of the service', async () => {
    for (const version of versions) {
      const { page } = await visit.open({ path: `/models/${version.name}/try` });
      const { input } = version.card;
      for (const picture of await pictures(input)) {
        const { pixels } = await decodeImage(picture.buffer, LIMITS, input);
        const expected = await byTheService(version, [pixels]);
        const actual = [await inTheBrowser(page, version, picture)];
        // A large photograph is read by libvips at a fraction of its size.
        const tolerance = picture.name === 'turned.jpg' ? 0.02 : 0.002;
        expect(largestDifference(actual, expected)).toBeLessThan(tolerance);
      }
      await page.context().close();
    }
  });

  it('shows what the scripts make of a picture, likeliest first', async () => {
    const [version] = versions;
    const { page } = await visit.open({ path: `/models/${SHIPPED}/try` });
    const [picture] = await pictures(version!.card.input);
    await answered(page, picture!);
    const probabilities = await inTheBrowser(page, version!, picture!);
    const best = probabilities.indexOf(Math.max(...probabilities));
    expect(await page.textContent('.winner')).toBe(version!.card.class_names[best]);
    expect(await page.locator('.bar-label').allTextContents()).toHaveLength(10);
    expect(await page.textContent('.facts')).toMatch(/^\d+\.\d ms here: \d+\.\d ms to fit/);
    await page.context().close();
  });

  it('sends the picture nowhere, and asks no other host', async () => {
    const { page } = await visit.open({ path: '/models' });
    const asked: { method: string; url: string; bytes: number }[] = [];
    page.context().on('request', (request) => {
      const bytes = request.postDataBuffer()?.length ?? 0;
      asked.push({ method: request.method(), url: request.url(), bytes });
    });
    await page.goto(`${visit.url}/models/photo/try`);
    for (const picture of await pictures(PHOTO_INPUT)) await answered(page, picture);
    const fetched = asked.filter(({ url }) => !url.startsWith('blob:'));
    expect(fetched.filter(({ method, bytes }) => method !== 'GET' || bytes > 0)).toEqual([]);
    expect(new Set(fetched.map(({ url }) => new URL(url).origin))).toEqual(new Set([visit.url]));
    expect(fetched.filter(({ url }) => new URL(url).search !== '')).toEqual([]);
    expect(fetched.map(({ url }) => new URL(url).pathname)).toEqual(
      expect.arrayContaining([
        '/vendor/onnxruntime-web/ort-wasm-simd-threaded.wasm',
        '/api/models/photo/export/classifier.onnx',
      ]),
    );
    const { body } = await visit.application.api.get('/api/predictions').expect(200);
    expect((body as { predictions: unknown[] }).predictions).toEqual([]);
    await page.context().close();
  });

  it('goes on without the service once the network is there', async () => {
    const { page } = await visit.open({ path: '/models/photo/try' });
    const [first, second] = await pictures(PHOTO_INPUT);
    await answered(page, first!);
    await page.context().setOffline(true);
    await answered(page, second!);
    expect(PHOTO_CLASSES).toContain(await page.textContent('.winner'));
    await page.context().close();
  });

  it('says what it cannot read, and that there is no network to be had', async () => {
    const { page, violations } = await visit.open({
      path: '/models/photo/try',
      expected: /ERR_INTERNET_DISCONNECTED/,
    });
    await choose(page, BROKEN);
    await page.waitForSelector('.problem:not([hidden])');
    expect(await page.textContent('.problem')).toContain('cannot read broken.png');
    expect(await violations()).toEqual([]);
    const [picture] = await pictures(PHOTO_INPUT);
    await page.context().setOffline(true);
    await choose(page, picture!);
    await page.waitForSelector('.problem:text("cannot run in this browser")');
    await page.context().setOffline(false);
    await answered(page, picture!);
    await page.context().close();
  });

  it('takes a picture from the camera', async () => {
    const { page } = await visit.open({ path: '/models/photo/try' });
    await page.click('#camera');
    await page.click('#camera-take:not([disabled])');
    await page.waitForSelector('.single:not(.waiting) .bars .bar');
    await page.context().close();
  });

  it('is linked from the page of its version, and says that it needs JavaScript', async () => {
    const { page } = await visit.open({ path: '/models/photo', javaScriptEnabled: false });
    await page.click('a[href="/models/photo/try"]');
    expect(await page.textContent('h1')).toBe('Try photo in this browser');
    expect(await page.textContent('.ask')).toContain('which needs JavaScript');
    await page.context().close();
  });

  it('alone may compile WebAssembly', async () => {
    const policyOf = async (url: string): Promise<string> =>
      (await visit.application.api.get(url).expect(200)).get('Content-Security-Policy')!;
    expect(await policyOf('/models/photo/try')).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(await policyOf('/models/photo/try')).not.toMatch(/unsafe-(inline|hashes)|'unsafe-eval'/);
    expect(await policyOf('/models/photo')).not.toContain('unsafe');
    const missing = await visit.application.api.get('/models/gone/try').expect(404);
    expect(missing.get('Content-Security-Policy')).not.toContain('unsafe');
  });
});
