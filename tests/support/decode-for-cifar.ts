import { CIFAR10_INPUT } from '../../src/config/cifar10';
import * as bySharp from '../../src/imaging/decode-by-sharp';
import * as image from '../../src/imaging/decode-image';
import type { DecodedImage, ImageLimits } from '../../src/imaging/decoded-image';
import type { LibvipsFile } from '../../src/imaging/for-libvips';
import * as resampling from '../../src/imaging/resample';

// Decoding for the input of CIFAR-10's networks.

export function decodeImage(file: Uint8Array, limits: ImageLimits): Promise<DecodedImage> {
  return image.decodeImage(file, limits, CIFAR10_INPUT);
}

export function decodeBySharp(
  file: Uint8Array,
  format: LibvipsFile['format'],
  limits: Pick<ImageLimits, 'maxPixels' | 'admit'>,
): Promise<DecodedImage> {
  return bySharp.decodeBySharp(file, format, limits, CIFAR10_INPUT);
}

export function resample(rgb: Uint8Array, width: number, height: number): Uint8Array {
  return resampling.resample(rgb, width, height, CIFAR10_INPUT);
}
