import type { Page } from 'playwright-core';
import { png } from '../support/images';

export interface Picture {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A file that only claims to be a picture. */
export const BROKEN: Picture = {
  name: 'broken.png',
  mimeType: 'image/png',
  buffer: Buffer.from('text'),
};

export async function pictureCalled(name: string, seed = 1): Promise<Picture> {
  return { name, mimeType: 'image/png', buffer: await png({ seed }) };
}

/** `1.png`, `2.png` … */
export function picturesUpTo(count: number): Promise<Picture[]> {
  return Promise.all(
    Array.from({ length: count }, (_, i) => pictureCalled(`${String(i + 1)}.png`, i + 1)),
  );
}

/** Chooses pictures as the file dialogue does. */
export async function choose(page: Page, ...chosen: readonly Picture[]): Promise<void> {
  await page.setInputFiles('#file-field', [...chosen]);
}

/** Waits until every picture of a batch has its answer. */
export async function allAnswered(page: Page): Promise<void> {
  await page.waitForSelector('.batch-item');
  await page.waitForFunction(() => document.querySelector('.batch-item.waiting') === null);
}
