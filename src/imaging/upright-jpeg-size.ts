import {
  jpegFrame,
  jpegSegments,
  SOF_BASELINE,
  SOF_PROGRESSIVE,
  SOS,
  type JpegFrame,
} from './jpeg-segments';

/** EXIF, which may say that the picture lies on its side. */
const APP1 = 0xe1;
/** Frames of other kinds (T.81, table B.1); DHT, JPG and DAC between them are none. */
const OTHER_FRAMES = new Set([0xc1, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

/**
 * The size of a JPEG that is shown as it is stored, from its header alone: to ask libvips for it
 * costs a tenth of decoding a photograph of 640×480.
 *
 * @param file whose header is known to be of bounded length (`isScanBomb`)
 * @returns undefined for every other JPEG and for every doubt
 */
export function uprightJpegSize(file: Uint8Array): Pick<JpegFrame, 'width' | 'height'> | undefined {
  let frame: JpegFrame | undefined;
  for (const { marker, content } of jpegSegments(file)) {
    if (marker === SOS) return frame && { width: frame.width, height: frame.height };
    if (marker === APP1 || OTHER_FRAMES.has(marker)) return undefined;
    if (marker !== SOF_BASELINE && marker !== SOF_PROGRESSIVE) continue;
    if (frame !== undefined) return undefined;
    frame = jpegFrame(content);
    if (frame === undefined || frame.width === 0 || frame.height === 0) return undefined;
  }
  return undefined;
}
