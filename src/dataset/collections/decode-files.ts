import { CIFAR10_INPUT } from '../../config/cifar10';
import { IMAGE_FORMATS } from '../../config/image-formats';
import { IMAGE_SIDE, IMAGE_VALUES } from '../../config/image-shape';
import { decodeImage } from '../../imaging/decode-image';
import { ImageError } from '../../imaging/image-error';
import { classIndexOf } from './class-index';
import { DatasetError, type ReadOptions, type SkippedFile } from './dataset';
import { UnreadableFileError, type FoundFile, type LabelledFile } from './labelled-file';

/** What decoding gives, before it becomes a data set. */
export interface DecodedFiles {
  /** uint8, [n, 32, 32, 3], ordered by file name */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly skipped: readonly SkippedFile[];
  /** How many images had another size. */
  readonly scaled: number;
}

const LIMITS = { maxPixels: 100_000_000, formats: IMAGE_FORMATS };
/** Files read and decoded at once: enough to keep libvips' threads busy. */
const CONCURRENCY = 8;

interface DecodedFile {
  readonly name: string;
  /** When it was found: decides between files of one name, which a tar may hold. */
  readonly position: number;
  readonly label: number;
  readonly pixels: Uint8Array;
  readonly isScaled: boolean;
}

/**
 * Decodes files as they come, several at a time. The order of the result is that of the names,
 * whatever order an archive or a disk gave them in.
 *
 * @param files a list, or the stream of an archive
 * @throws {DatasetError} for a label that is no class, or when no image is left
 */
export async function decodeFiles(
  files: readonly FoundFile[] | AsyncGenerator<FoundFile>,
  { classNames, onProgress, signal }: ReadOptions,
): Promise<DecodedFiles> {
  const total = 'length' in files ? files.length : undefined;
  const indexOf = classIndexOf(classNames);
  const decoded: DecodedFile[] = [];
  const skipped: SkippedFile[] = [];
  let position = 0;
  const queue = inOrder(files);
  const decodeFromQueue = async (): Promise<void> => {
    for (;;) {
      signal?.throwIfAborted();
      const next = await queue.next();
      if (next.done === true) return;
      const file = next.value;
      if ('reason' in file) {
        skipped.push(file);
      } else {
        const { name } = file;
        const place = { name, position: position++, label: indexOf(file.label) };
        const picture = await pictureOf(file);
        if ('reason' in picture) skipped.push(picture);
        else decoded.push({ ...place, ...picture });
      }
      onProgress?.(decoded.length + skipped.length, total);
    }
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, decodeFromQueue));
  } finally {
    await queue.return(undefined); // closes the archive when something went wrong half-way
  }
  if (decoded.length === 0) {
    throw new DatasetError(
      'no image was found: <class>/<image> or <split>/<class>/<image> is expected' +
        (skipped[0] === undefined ? '' : ` (${skipped[0].name}: ${skipped[0].reason})`),
    );
  }
  return { ...collect(decoded), skipped: skipped.sort(byName) };
}

async function* inOrder(
  files: readonly FoundFile[] | AsyncGenerator<FoundFile>,
): AsyncGenerator<FoundFile> {
  yield* files;
}

async function pictureOf(
  file: LabelledFile,
): Promise<Pick<DecodedFile, 'pixels' | 'isScaled'> | SkippedFile> {
  try {
    const { pixels, width, height } = await decodeImage(await file.read(), LIMITS, CIFAR10_INPUT);
    return { pixels, isScaled: width !== IMAGE_SIDE || height !== IMAGE_SIDE };
  } catch (error) {
    if (!(error instanceof ImageError || error instanceof UnreadableFileError)) throw error;
    return { name: file.name, reason: error.message };
  }
}

function collect(decoded: DecodedFile[]): Omit<DecodedFiles, 'skipped'> {
  decoded.sort((a, b) => byName(a, b) || a.position - b.position);
  const images = new Uint8Array(decoded.length * IMAGE_VALUES);
  for (const [i, { pixels }] of decoded.entries()) images.set(pixels, i * IMAGE_VALUES);
  return {
    images,
    labels: Uint8Array.from(decoded, ({ label }) => label),
    scaled: decoded.filter(({ isScaled }) => isScaled).length,
  };
}

/** By UTF-16 code units, which is the same everywhere, unlike a locale's order. */
function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}
