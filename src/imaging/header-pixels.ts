import { readBmpHeader } from './bmp/bmp-header';
import { heicSize } from './heic/heic-size';
import { ImageError } from './image-error';
import { formatOf } from './image-format';
import { uprightJpegSize } from './upright-jpeg-size';
import { isScanBomb } from './scan-bomb';
import { firstDirectory, TIFF_TAG } from './tiff/tiff-directory';

const PNG_SIZE_AT = 16;
const GIF_SIZE_AT = 6;

/**
 * How many pixels a picture has by its header, read in microseconds: enough to refuse a request
 * before any of its pictures is decoded. What the header does not tell this way is counted when the
 * picture's turn comes.
 *
 * @returns width × height; 0 where it is not known
 */
export function headerPixels(file: Uint8Array): number {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  switch (formatOf(file)) {
    case 'png':
      if (bytes.length < PNG_SIZE_AT + 8) return 0;
      return bytes.readUInt32BE(PNG_SIZE_AT) * bytes.readUInt32BE(PNG_SIZE_AT + 4);
    case 'gif':
      if (bytes.length < GIF_SIZE_AT + 4) return 0;
      return bytes.readUInt16LE(GIF_SIZE_AT) * bytes.readUInt16LE(GIF_SIZE_AT + 2);
    case 'jpeg': {
      // Whose header may be longer than anybody needs.
      if (isScanBomb(file, 'jpeg')) return 0;
      const size = uprightJpegSize(file);
      return size === undefined ? 0 : size.width * size.height;
    }
    case 'avif':
    case 'heic':
      return areaOf(heicSize(file));
    case 'bmp':
      return areaOf(bmpSize(file));
    case 'tiff': {
      const numbers = firstDirectory(file)?.numbers;
      return (numbers?.get(TIFF_TAG.width) ?? 0) * (numbers?.get(TIFF_TAG.height) ?? 0);
    }
    default:
      return 0;
  }
}

function areaOf(size: { readonly width: number; readonly height: number } | undefined): number {
  return size === undefined ? 0 : size.width * size.height;
}

function bmpSize(file: Uint8Array): ReturnType<typeof readBmpHeader> | undefined {
  try {
    return readBmpHeader(file);
  } catch (error) {
    if (error instanceof ImageError) return undefined; // told when its turn comes
    throw error;
  }
}
