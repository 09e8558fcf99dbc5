/** The cursor is not one this store gave. */
export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
}
