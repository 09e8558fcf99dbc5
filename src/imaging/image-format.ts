import type { ImageFormat } from './decoded-image';
import { brandsOf } from './media-boxes';

const SIGNATURE_BYTES = 12;

/** Compression of a HEIF file by its brands; what has only the general ones is mostly HEVC. */
const AVIF_BRANDS = ['avif', 'avis'];
const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'mif2'];

/**
 * The format that the first bytes of a file claim, undefined for none of ours. Never looser than
 * what libvips looks at: it must not take the file for something else, such as SVG.
 */
export function formatOf(file: Uint8Array): ImageFormat | undefined {
  const start = Buffer.from(file.subarray(0, SIGNATURE_BYTES)).toString('latin1');
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return 'gif';
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return 'webp';
  if (/^(?:II[*+]\0|MM\0[*+])/.test(start)) return 'tiff';
  if (start.startsWith('BM')) return isBitmap(file) ? 'bmp' : undefined;
  if (start.startsWith('ftyp', 4)) return heifFormat(brandsOf(file));
  return undefined;
}

function heifFormat(brands: readonly string[]): ImageFormat | undefined {
  if (AVIF_BRANDS.some((brand) => brands.includes(brand))) return 'avif';
  return HEIC_BRANDS.some((brand) => brands.includes(brand)) ? 'heic' : undefined;
}

/** "BM" begins texts, too: in a bitmap the length of its second header follows at byte 14. */
function isBitmap(file: Uint8Array): boolean {
  const headerBytes = file[14] ?? 0;
  const isHeader = headerBytes >= 12 && headerBytes <= 124;
  return isHeader && file[15] === 0 && file[16] === 0 && file[17] === 0;
}
