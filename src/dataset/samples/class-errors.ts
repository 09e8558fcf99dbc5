/** There is no sample of a class that was to be changed. */
export class ClassNotFoundError extends Error {
  override readonly name = 'ClassNotFoundError';

  constructor(label: string) {
    super(`There is no picture of a class ${label}.`);
  }
}

/** A class was to get the name of another one, and nobody has said that the two are to become one. */
export class ClassExistsError extends Error {
  override readonly name = 'ClassExistsError';

  /** @param label as it is spelled */
  constructor(readonly label: string) {
    super(`There is a class ${label} already. The two become one only where that is asked for.`);
  }
}
