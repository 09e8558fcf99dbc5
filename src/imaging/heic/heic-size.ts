import { boxesInside } from '../media-boxes';

/**
 * The size of a HEIF picture (HEIC, AVIF) by its header: the largest of all that are in it, since a
 * preview and the tiles of a picture are smaller than itself.
 *
 * @returns as it is stored, before it is turned; undefined where no size is given
 */
export function heicSize(
  file: Uint8Array,
): { readonly width: number; readonly height: number } | undefined {
  let largest: { readonly width: number; readonly height: number } | undefined;
  for (const { type, content } of boxesInside(file, ['meta', 'iprp', 'ipco'])) {
    if (type !== 'ispe' || content.length < 12) continue;
    const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
    const size = { width: view.getUint32(4), height: view.getUint32(8) };
    const isLarger = largest === undefined || areaOf(size) > areaOf(largest);
    if (isLarger) largest = size;
  }
  return largest;
}

function areaOf({ width, height }: { readonly width: number; readonly height: number }): number {
  return width * height;
}
