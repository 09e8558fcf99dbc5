/** Most classes of a version, those of CIFAR-10 included: the label of an image is a byte. */
export const MAX_CLASSES = 256;
