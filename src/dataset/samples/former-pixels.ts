import { CIFAR10_INPUT } from '../../config/cifar10';
import { encodePng } from '../../imaging/thumbnail';

/** A picture as a file, in memory. */
export interface FormerPicture {
  readonly bytes: Uint8Array;
  readonly format: 'png';
  readonly width: number;
  readonly height: number;
}

/**
 * The file to put in the place of one that is not there: earlier releases have kept no more of
 * predictions than the pixels that their network took, and of samples these besides the file.
 *
 * @param pixels uint8, [32, 32, 3], RGB
 */
export async function pictureOfPixels(pixels: Uint8Array): Promise<FormerPicture> {
  const { width, height } = CIFAR10_INPUT;
  return { bytes: await encodePng(pixels, CIFAR10_INPUT), format: 'png', width, height };
}
