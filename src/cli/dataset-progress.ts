import { Presets, SingleBar } from 'cli-progress';
import { CIFAR10_CLASSES } from '../config/cifar10';
import { counted } from '../config/counted';
import { IMAGE_SIDE } from '../config/image-shape';
import type { Dataset, Split } from '../dataset/collections/dataset';
import { readDataset } from '../dataset/collections/read-dataset';

const SHOWN = 10;

/** Reads a data set, showing how far it is and which files were skipped. */
export async function readDatasetWithProgress(
  source: string,
  split: Split,
  {
    signal,
    classNames = CIFAR10_CLASSES,
  }: { readonly signal: AbortSignal; readonly classNames?: readonly string[] },
): Promise<Dataset> {
  const bar = new SingleBar(
    {
      format: `reading ${split} images {bar} {value}`,
      clearOnComplete: true,
      hideCursor: true,
      stream: process.stderr,
    },
    Presets.rect,
  );
  bar.start(0, 0);
  try {
    const data = await readDataset(source, split, {
      classNames,
      signal,
      onProgress: (done, total) => {
        if (total !== undefined) bar.setTotal(total);
        bar.update(done);
      },
    });
    bar.stop();
    reportSkipped(data);
    reportScaled(data);
    return data;
  } finally {
    bar.stop();
  }
}

function reportSkipped({ skipped }: Dataset): void {
  if (skipped.length === 0) return;
  console.error(`Skipped ${counted(skipped.length, 'file')}:`);
  for (const { name, reason } of skipped.slice(0, SHOWN)) console.error(`  ${name}: ${reason}`);
  if (skipped.length > SHOWN) console.error(`  … and ${skipped.length - SHOWN} more`);
}

function reportScaled({ scaled, count }: Dataset): void {
  if (scaled === 0) return;
  console.error(
    `${scaled} of ${count} images are not ${IMAGE_SIDE}×${IMAGE_SIDE} pixels and were scaled.`,
  );
}
