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
