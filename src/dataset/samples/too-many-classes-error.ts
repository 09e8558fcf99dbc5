import { MAX_CLASSES } from '../../config/class-limit';

/** What a client is told where a label would make another class, and there are enough. */
export const TOO_MANY_CLASSES =
  `There are ${MAX_CLASSES} classes already, those of CIFAR-10 included, which is as many as a version ` +
  'can have: use one of their labels, or delete the pictures of a class that is not needed.';

/** A label would make another class, and there are as many as a version can have. */
export class TooManyClassesError extends Error {
  override readonly name = 'TooManyClassesError';

  constructor() {
    super(TOO_MANY_CLASSES);
  }
}
