import { formatOf } from './image-format';
import { uprightJpegSize } from './upright-jpeg-size';
import { isScanBomb } from './scan-bomb';

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
    default:
      return 0;
  }
}
