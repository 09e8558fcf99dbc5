import type { InputSpec } from '../../../config/input-spec';
import { decodeImage } from '../../../imaging/decode-image';
import type { DecodedImage, ImageLimits } from '../../../imaging/decoded-image';
import { pixelStatistics } from '../../../imaging/pixel-statistics';
import { encodePng } from '../../../imaging/thumbnail';
import { HttpError } from '../../kit/errors/http-error';
import type { Picture } from './picture';

/** A picture as the network takes it, and the file that the history keeps of it. */
export interface DecodedPicture {
  readonly image: DecodedImage;
  readonly bytes: Uint8Array;
  /** [6]: what it looks like, whatever it shows */
  readonly statistics: Float64Array;
}

/**
 * Turns a picture into the input of a network. Pixels are taken as they are, and kept as a PNG.
 *
 * @param keepsFile whether the history keeps files of pictures
 * @throws {ImageError} for a file that is no image within the limits
 * @throws {HttpError} INVALID_BODY for pixels of another size than the network takes
 */
export async function decodePicture(
  picture: Picture,
  limits: ImageLimits,
  input: InputSpec,
  keepsFile: boolean,
): Promise<DecodedPicture> {
  const decoded = await decode(picture, limits, input, keepsFile);
  const { pixels } = decoded.image;
  // Now: they may be handed over to a thread later.
  return { ...decoded, statistics: pixelStatistics(pixels, input.width, input.height) };
}

async function decode(
  picture: Picture,
  limits: ImageLimits,
  input: InputSpec,
  keepsFile: boolean,
): Promise<Omit<DecodedPicture, 'statistics'>> {
  if (picture.kind === 'file') {
    const { bytes } = picture;
    return { image: await decodeImage(bytes, limits, input), bytes };
  }
  const { pixels, width, height } = picture;
  if (width !== input.width || height !== input.height) {
    throw new HttpError(
      'INVALID_BODY',
      `Pixels must be of shape [n, ${input.height}, ${input.width}, 3] for this version, not [n, ${height}, ${width}, 3]; files may have any size.`,
    );
  }
  const bytes = keepsFile ? await asPng(picture, limits) : new Uint8Array();
  // Pixels may be handed over to a thread, and theirs is a part of the request's memory.
  return { image: { pixels: pixels.slice(), format: 'png', width, height }, bytes };
}

async function asPng(
  { pixels, width, height }: Extract<Picture, { kind: 'pixels' }>,
  { admit }: ImageLimits,
): Promise<Uint8Array> {
  const leave = await admit?.(width * height);
  try {
    return await encodePng(pixels, { width, height });
  } finally {
    leave?.();
  }
}
