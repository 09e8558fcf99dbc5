import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { inputValues, type InputSpec } from '../../../../src/config/input-spec';
import type { PictureFeatures } from '../../../../src/store/features/feature-cache';
import { chooseFit } from '../../../../src/training/pictures/choose-fit';
import type { LabelledPicture } from '../../../../src/training/pictures/chosen-pictures';
import type { HeadNetwork } from '../../../../src/training/pictures/feature-networks';

// A network that sees the colours of the left, the middle and the right of its input, and pictures whose
// class shows at their sides alone, or in the middle alone.

const INPUT: InputSpec = {
  width: 12,
  height: 12,
  fit: 'cover',
  crop: 1,
  kernel: 'triangle',
  layout: 'NHWC',
  mean: [0, 0, 0],
  deviation: [1, 1, 1],
};

function network(input: InputSpec): HeadNetwork {
  return {
    id: 'thirds',
    input,
    features: 3,
    pooled: 3,
    scale: undefined,
    parameters: 0,
    files: {},
    backbone: { name: 'thirds', location: '', sha256: '', licence: null },
    open: () =>
      Promise.resolve({
        close: () => Promise.resolve(),
        run(images) {
          const values = inputValues(input);
          const rows = new Float32Array((3 * images.length) / values);
          for (const [i, value] of images.entries()) {
            const third = Math.floor((3 * (Math.floor(i / 3) % input.width)) / input.width);
            rows[3 * Math.floor(i / values) + third]! += value;
          }
          return Promise.resolve({ features: rows, logits: new Float32Array() });
        },
      }),
  };
}

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'fit-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Six pictures three times as wide as high; a class is a bright part, as wide as the picture is high. */
async function pictures(bright: (label: number) => number): Promise<LabelledPicture[]> {
  return Promise.all(
    Array.from({ length: 6 }, async (_, i) => {
      const label = i % 2;
      const data = new Uint8Array(36 * 12 * 3).fill(100 + i);
      for (let at = 0; at < data.length; at++) {
        if (Math.floor((Math.floor(at / 3) % 36) / 12) === bright(label)) data[at] = 200 + i;
      }
      const file = path.join(folder, `${i}.png`);
      const raw = { width: 36, height: 12, channels: 3 } as const;
      writeFileSync(file, await sharp(data, { raw }).png().toBuffer());
      const sample = {
        id: `${i}`,
        label: `${label}`,
        split: 'train',
        heldOut: false,
        file,
      } as const;
      return { label, sample };
    }),
  );
}

async function fitFor(learned: LabelledPicture[]): Promise<InputSpec['fit']> {
  const cache = {
    get: () => new Map<string, PictureFeatures>(),
    put: () => undefined,
  };
  const chosen = { classNames: ['a', 'b'], learned, heldOut: [] };
  return (await chooseFit(network(INPUT), chosen, { cache })).input.fit;
}

describe('how pictures are fitted', () => {
  it('is stretched where the sides tell the classes apart', async () => {
    await expect(fitFor(await pictures((label) => 2 * label))).resolves.toBe('stretch');
  });

  it('stays as the network was trained where the middle tells as much', async () => {
    await expect(fitFor(await pictures((label) => (label === 0 ? 1 : 5)))).resolves.toBe('cover');
  });

  it('stays where nothing can be judged', async () => {
    const two = (await pictures((label) => 2 * label)).slice(0, 2);
    await expect(fitFor(two)).resolves.toBe('cover');
  });
});
