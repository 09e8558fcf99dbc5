import type { Metadata, Sharp, SharpOptions } from 'sharp';
import { asStillAvif, namedProfile } from './avif-colours';
import { sharp } from './configured-sharp';
import type { ImageFormat, ImageLimits } from './decoded-image';
import type { LibvipsFile } from './for-libvips';
import { limitTime } from './decoding-time';
import { firstFrame } from './gif-first-frame';
import { refuseTooLarge } from './image-error';
import { withEnd } from './jpeg-end';
import { withoutIdleChunks } from './png-chunks';
import { plainTiff } from './tiff/plain-tiff';
import { singlePage } from './tiff/single-page';
import { uprightJpegSize } from './upright-jpeg-size';
import { firstWebpFrame } from './webp-chunks';

/** A picture whose header has been read. */
export interface Picture {
  /** Pixels, after orientation. */
  readonly width: number;
  readonly height: number;
  /** @returns the picture upright, its colours in sRGB, transparency kept; it is decoded as it is used */
  readonly read: () => Promise<Sharp>;
}

/**
 * Opens a file for whatever is made of it: what the network sees and what people see come from
 * here, so that their colours are the same. The size is read from the header and judged before a
 * pixel is decoded.
 *
 * @throws {ImageError} IMAGE_TOO_LARGE or CORRUPT_IMAGE
 * @throws {Error} by sharp, for a header that cannot be read
 */
export async function openPicture(
  file: Uint8Array,
  format: LibvipsFile['format'],
  limits: Pick<ImageLimits, 'maxPixels'>,
): Promise<Picture> {
  const bytes = asLibvipsTakesIt(file, format, limits);
  const known = format === 'jpeg' ? uprightJpegSize(bytes) : undefined;
  const options: SharpOptions = {
    failOn: 'error',
    // The limit is ours, so that exceeding it can be told from a broken file. Where libvips is not
    // asked for the size, it has to agree.
    limitInputPixels: known === undefined ? false : limits.maxPixels,
    autoOrient: true,
  };
  const image = sharp(bytes, options);
  if (known !== undefined) {
    refuseTooLarge(known.width, known.height, limits);
    return { ...known, read: () => Promise.resolve(limitTime(image.toColourspace('srgb'))) };
  }
  const metadata = await image.metadata();
  const { width, height } = metadata.autoOrient;
  refuseTooLarge(width, height, limits);
  return {
    width,
    height,
    async read() {
      const narrow = await inEightBits(bytes, format, options, metadata);
      return limitTime((narrow ?? image).toColourspace('srgb'));
    },
  };
}

/**
 * Leaves out what the picture does not need and what would take libvips long to look through, since
 * reading a header cannot be broken off; and mends what browsers and other decoders mend, and libvips
 * does not.
 */
function asLibvipsTakesIt(
  file: Uint8Array,
  format: LibvipsFile['format'],
  limits: Pick<ImageLimits, 'maxPixels'>,
): Uint8Array {
  switch (format) {
    case 'gif':
      return firstFrame(file);
    case 'png':
      return withoutIdleChunks(file);
    case 'webp':
      return firstWebpFrame(file);
    case 'avif':
      return asStillAvif(file);
    case 'tiff':
      return singlePage(file, limits);
    case 'jpeg':
      return withEnd(file) ?? file;
    default:
      return file;
  }
}

/**
 * Narrows 16-bit samples to 8 bits, keeping their colour profile. With 16 bits a sample, libvips
 * ignores grey profiles and sharp leaves colours in Display P3; with 8 bits both convert correctly. A
 * profile that the file only names is embedded in the same step.
 *
 * @returns undefined for pictures that need nothing of that
 */
async function inEightBits(
  bytes: Uint8Array,
  format: ImageFormat,
  options: SharpOptions,
  { icc, space }: Metadata,
): Promise<Sharp | undefined> {
  const isWide = space === 'grey16' || space === 'rgb16';
  const unconverted = (): Sharp => limitTime(sharp(bytes, { ...options, ignoreIcc: true }));
  if (icc !== undefined && isWide) {
    const narrow = unconverted().toColourspace(space === 'grey16' ? 'b-w' : 'srgb');
    return plain(await narrow.keepIccProfile().tiff({ compression: 'none' }).toBuffer());
  }
  const named = format === 'avif' && icc === undefined ? await namedProfile(bytes) : undefined;
  if (named === undefined) return undefined;
  const { data, info } = await unconverted()
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { file, pixels } = plainTiff({ ...info, icc: named });
  pixels.set(data);
  return plain(file);
}

function plain(file: Uint8Array): Sharp {
  return sharp(file, { failOn: 'error', limitInputPixels: false });
}
