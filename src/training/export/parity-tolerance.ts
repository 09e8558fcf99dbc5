/**
 * Largest difference of a logit between engines that is put down to rounding. It stands apart from what
 * compares them, so that whoever only names it does not load TensorFlow.js.
 */
export const PARITY_TOLERANCE = 1e-3;
