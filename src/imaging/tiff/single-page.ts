import type { ImageLimits } from '../decoded-image';
import { ImageError, refuseTooLarge } from '../image-error';
import { firstDirectory, MAX_ENTRIES, TIFF_TAG, type TiffDirectory } from './tiff-directory';

/** Cyan, magenta, yellow, black, transparency; a few more that printers add. */
const MAX_SAMPLES = 8;
const INTEGER_BITS = [1, 2, 4, 8, 16];
/** Unsigned; "undefined" is what writers say that mean the same. */
const UNSIGNED = [1, 4];
/** None, CCITT, LZW, JPEG, deflate, PackBits: what the prebuilt libtiff of sharp was built with. */
const COMPRESSIONS = [1, 2, 3, 4, 5, 7, 8, 32_773, 32_946];
const JPEG = 7;
const YCBCR = 6;
/** Grey either way round, RGB, palette, CMYK, YCbCr. */
const COLOURS = [0, 1, 2, 3, 5, YCBCR];

/**
 * A TIFF as it may be decoded: of one page, the first, since libtiff would read the directory of
 * each; and of a bounded amount of pixels, also in its tiles, which libtiff keeps whole in memory.
 *
 * @throws {ImageError} IMAGE_TOO_LARGE, CORRUPT_IMAGE, or UNSUPPORTED_IMAGE for what libvips would
 *   read as other colours than the file means: numbers for science, raw sensors, CIELAB
 */
export function singlePage(file: Uint8Array, limits: Pick<ImageLimits, 'maxPixels'>): Uint8Array {
  const directory = firstDirectory(file);
  const width = directory?.numbers.get(TIFF_TAG.width);
  const height = directory?.numbers.get(TIFF_TAG.height);
  if (directory === undefined || width === undefined || height === undefined) throw damaged();
  // libtiff copies the value of every entry, and values may share their bytes: 3,000 entries of
  // 15 MB that are one and the same keep it busy for 40 s.
  if (directory.entries > MAX_ENTRIES || directory.valueBytes > file.length) throw damaged();
  refuseTooLarge(width, height, limits);
  const [tileWidth, tileHeight] = [TIFF_TAG.tileWidth, TIFF_TAG.tileHeight].map(
    (tag) => directory.numbers.get(tag) ?? 1,
  );
  if (tileWidth! * tileHeight! > limits.maxPixels) throw damaged();
  refuseNoPicture(directory);
  const { next } = directory;
  if (next.offset === 0) return file;
  const copy = Uint8Array.from(file);
  copy.fill(0, next.at, next.at + next.bytes);
  return copy;
}

function refuseNoPicture({ numbers }: TiffDirectory): void {
  const value = (tag: number): number => numbers.get(tag) ?? 1;
  const bits = value(TIFF_TAG.bitsPerSample);
  const colours = numbers.get(TIFF_TAG.photometric);
  const compression = value(TIFF_TAG.compression);
  const hasIntegers =
    UNSIGNED.includes(value(TIFF_TAG.sampleFormat)) && INTEGER_BITS.includes(bits);
  if (!hasIntegers || value(TIFF_TAG.samplesPerPixel) > MAX_SAMPLES) {
    throw unsupported('has other samples than 1 to 16 bits without a sign');
  }
  const isJpeg = compression === JPEG;
  const hasColours =
    colours !== undefined && COLOURS.includes(colours) && (colours !== YCBCR || isJpeg);
  if (!hasColours) throw unsupported('has colours that are neither grey, RGB nor CMYK');
  if (!COMPRESSIONS.includes(compression)) {
    throw unsupported(`is compressed in a way that cannot be read (${compression})`);
  }
}

function unsupported(why: string): ImageError {
  return new ImageError(
    'UNSUPPORTED_IMAGE',
    `The TIFF ${why}. Save it as a plain TIFF of 8 bits, or as PNG.`,
  );
}

function damaged(): ImageError {
  return new ImageError('CORRUPT_IMAGE', 'The image is damaged or cut off.');
}
