/** Height and width of the network's input, in pixels. */
export const IMAGE_SIDE = 32;
/** Red, green, blue. */
export const IMAGE_CHANNELS = 3;
/** Values (bytes, as uint8) in one image: 32 × 32 × 3. */
export const IMAGE_VALUES = IMAGE_SIDE * IMAGE_SIDE * IMAGE_CHANNELS;
