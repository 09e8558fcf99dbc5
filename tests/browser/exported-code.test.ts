import { mkdtempSync, rmSync, writeFileSync, cpSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import { chromium, type Browser } from 'playwright-core';
import { resample } from '../../src/imaging/resample';
import { type InputSpec } from '../../src/config/input-spec';
import { CHROMIUM, CHROMIUM_ARGUMENTS } from '../support/browser';
import { exportInto, largestDifference } from '../support/exported';
import { EXPORTED_VERSIONS } from '../support/exported-versions';
import { picture } from '../support/images';
import { PHOTO_INPUT } from '../support/photo-version';
import { answerOf, readmeCode, writePictures } from '../support/readme-code';

/** What the README of an export has people copy from onnxruntime-web. */
const RUNTIME = path.dirname(require.resolve('onnxruntime-web/wasm'));
const RUNTIME_FILES = ['ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded.wasm'];
const SCRIPTS = path.join(__dirname, '..', '..', 'public', 'js');

let folder: string;
let browser: Browser;
let server: Server;
let url: string;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_ARGUMENTS] });
});
afterAll(() => browser.close());

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'browser-code-'));
  // Any server of static files will do.
  const app = express().use(express.static(folder));
  server = createServer((req, res) => void app(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

/** Evaluates a text, whose imports Jest leaves alone, on an empty page of the server. */
async function evaluated<T>(code: string): Promise<T> {
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>a test</title>');
  const page = await browser.newPage();
  try {
    await page.goto(`${url}/index.html`);
    return await page.evaluate<T>(code);
  } finally {
    await page.close();
  }
}

it.each(EXPORTED_VERSIONS)(
  "the browser code of an export's README gives the probabilities of the service: %s",
  async (_, write) => {
    const version = await write(path.join(folder, 'models'));
    await exportInto(folder, version);
    for (const file of RUNTIME_FILES) cpSync(path.join(RUNTIME, file), path.join(folder, file));
    writeFileSync(path.join(folder, 'classify.js'), readmeCode(folder).browser);
    for (const given of await writePictures(folder, version.card.input)) {
      const answer = await evaluated<[string, number][]>(`(async () => {
        const { classify } = await import('/classify.js');
        return classify(await (await fetch(${JSON.stringify(`/${given.name}`)})).blob());
      })()`);
      expect(answer.map(([label]) => label)).toEqual(version.card.class_names);
      const actual = Float32Array.from(answer, ([, probability]) => probability);
      const expected = await answerOf(version, folder, given);
      expect(largestDifference([actual], [expected])).toBeLessThan(given.tolerance);
    }
  },
);

describe('fit-picture.js', () => {
  const inputs = (['stretch', 'cover', 'contain'] as const).flatMap((fit) =>
    (['triangle', 'cubic', 'lanczos'] as const).map((kernel): InputSpec => ({
      ...PHOTO_INPUT,
      fit,
      kernel,
      crop: fit === 'cover' ? 0.9 : 1,
    })),
  );
  const sizes = [
    [24, 16],
    [61, 50],
    [7, 300],
    [1, 1],
    [300, 9],
  ] as const;

  it('fits pixels as the service fits those of small pictures', async () => {
    cpSync(path.join(SCRIPTS, 'fit-picture.js'), path.join(folder, 'fit-picture.js'));
    const cases = inputs.flatMap((input) =>
      sizes.map(([width, height], seed) => {
        const rgb = picture({ width, height, seed });
        const rgba = Array.from({ length: width * height }, (_, i) => [
          ...rgb.subarray(3 * i, 3 * i + 3),
          255,
        ]).flat();
        return { input, width, height, rgb, rgba };
      }),
    );
    const given = cases.map(({ input, width, height, rgba }) => ({ input, width, height, rgba }));
    const fitted = await evaluated<number[][]>(`(async () => {
      const { fitRows } = await import('/fit-picture.js');
      return ${JSON.stringify(given)}.map(({ input, width, height, rgba }) => [
        ...fitRows(width, height, input, (top, count) =>
          rgba.slice(4 * width * top, 4 * width * (top + count))),
      ]);
    })()`);
    for (const [i, { input, width, height, rgb }] of cases.entries()) {
      expect([i, fitted[i]]).toEqual([i, [...resample(rgb, width, height, input)]]);
    }
  });
});
