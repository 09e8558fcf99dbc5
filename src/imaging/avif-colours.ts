import { sharp } from './configured-sharp';
import { boxesInside, brandsOf } from './media-boxes';

const MAJOR_BRAND_AT = 8;
/** Colour primaries and transfer characteristics (ITU-T H.273). */
const DISPLAY_P3 = 12;
const SRGB_CURVES = [1, 6, 13];

/** libvips knows a picture, and not a sequence whose first picture stands in the same place. */
export function asStillAvif(file: Uint8Array): Uint8Array {
  if (brandsOf(file)[0] === 'avif') return file;
  const copy = Buffer.from(file);
  copy.write('avif', MAJOR_BRAND_AT, 'latin1');
  return copy;
}

let displayP3: Promise<Uint8Array> | undefined;

/**
 * The colour profile that a HEIF file (AVIF, HEIC) names by numbers instead of carrying one; libvips
 * looks for carried ones only.
 *
 * @returns undefined for sRGB, and for colours of high dynamic range, which have no such profile
 */
export async function namedProfile(file: Uint8Array): Promise<Uint8Array | undefined> {
  const properties = [...boxesInside(file, ['meta', 'iprp', 'ipco'])];
  const colours = properties.filter(({ type }) => type === 'colr').map(({ content }) => content);
  const isP3 = colours.some((colour) => {
    const isNamed = Buffer.from(colour.subarray(0, 4)).toString('latin1') === 'nclx';
    const [, primaries = 0, , curve = 0] = colour.subarray(4);
    return isNamed && primaries === DISPLAY_P3 && SRGB_CURVES.includes(curve);
  });
  if (!isP3) return undefined;
  displayP3 ??= makeDisplayP3();
  return displayP3;
}

/** The profile that libvips brings along. */
async function makeDisplayP3(): Promise<Uint8Array> {
  const create = { width: 1, height: 1, channels: 3, background: 'white' } as const;
  const file = await sharp({ create }).withIccProfile('p3').png().toBuffer();
  const { icc } = await sharp(file).metadata();
  if (icc === undefined) throw new Error('libvips brings no profile of Display P3');
  return icc;
}
