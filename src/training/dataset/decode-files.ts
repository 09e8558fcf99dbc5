import { IMAGE_VALUES } from '../../config/image-shape';
import { decodeImage } from '../../imaging/decode-image';
import { ImageError } from '../../imaging/image-error';
import { classIndexOf } from './class-index';
import { DatasetError, type ReadOptions, type SkippedFile } from './dataset';
import type { LabelledFile } from './labelled-file';

/** What decoding gives, before it becomes a data set. */
export interface DecodedFiles {
  /** uint8, [n, 32, 32, 3], ordered by file name */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly skipped: readonly SkippedFile[];
}

const LIMITS = { maxPixels: 100_000_000, formats: ['png', 'jpeg', 'gif', 'webp'] } as const;
/** Files decoded at once: enough to keep libvips' threads busy. */
const CONCURRENCY = 8;

interface DecodedFile {
  readonly name: string;
  readonly label: number;
  readonly pixels: Uint8Array;
}

/**
 * Decodes files as they come, several at a time. The order of the result is that of the names,
 * whatever order an archive or a disk gave them in.
 *
 * @throws {DatasetError} for a label that is no class
 */
export async function decodeFiles(
  files: AsyncGenerator<LabelledFile>,
  { classNames, onProgress, signal }: ReadOptions,
): Promise<DecodedFiles> {
  const indexOf = classIndexOf(classNames);
  const decoded: DecodedFile[] = [];
  const skipped: SkippedFile[] = [];
  const decodeFromQueue = async (): Promise<void> => {
    for (;;) {
      signal?.throwIfAborted();
      const { value: file, done } = await files.next();
      if (done === true) return;
      const label = indexOf(file.label);
      try {
        const { pixels } = await decodeImage(file.bytes, LIMITS);
        decoded.push({ name: file.name, label, pixels });
      } catch (error) {
        if (!(error instanceof ImageError)) throw error;
        skipped.push({ name: file.name, reason: error.message });
      }
      onProgress?.(decoded.length + skipped.length, undefined);
    }
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, decodeFromQueue));
  } finally {
    await files.return(undefined); // closes the archive when something went wrong half-way
  }

  const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
  decoded.sort(byName);
  const images = new Uint8Array(decoded.length * IMAGE_VALUES);
  for (const [i, { pixels }] of decoded.entries()) images.set(pixels, i * IMAGE_VALUES);
  const labels = Uint8Array.from(decoded, ({ label }) => label);
  if (decoded.length === 0) throw new DatasetError('no image was found where the data should be');
  return { images, labels, skipped: skipped.sort(byName) };
}
