import { IMAGE_SIDE } from './image-shape';
import type { InputSpec } from './input-spec';

/** The classes of CIFAR-10 in the order of its labels 0-9, spelled as the REST contract has them. */
export const CIFAR10_CLASSES = [
  'Airplane',
  'Automobile',
  'Bird',
  'Cat',
  'Deer',
  'Dog',
  'Frog',
  'Horse',
  'Ship',
  'Truck',
] as const;

/**
 * What networks of CIFAR-10 take: its images as they are, and other pictures stretched to them. Their
 * first layer has the normalisation in it.
 */
export const CIFAR10_INPUT: InputSpec = {
  width: IMAGE_SIDE,
  height: IMAGE_SIDE,
  fit: 'stretch',
  crop: 1,
  kernel: 'triangle',
  layout: 'NHWC',
  mean: [0, 0, 0],
  deviation: [1, 1, 1],
};
