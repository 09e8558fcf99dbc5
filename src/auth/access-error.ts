/** Why something about keys or people cannot be done; stable, as codes of the API are. */
export type AccessProblem =
  | 'INVALID_KEY'
  | 'KEY_NOT_FOUND'
  | 'INVALID_PERSON'
  | 'PERSON_NOT_FOUND'
  /** Somebody has this name already. */
  | 'PERSON_EXISTS'
  /** Nobody would be left who can manage people. */
  | 'LAST_ADMIN'
  | 'SETUP_REFUSED';

/** The message is one sentence, for the person who has asked for it. */
export class AccessError extends Error {
  override readonly name = 'AccessError';

  constructor(
    readonly code: AccessProblem,
    message: string,
  ) {
    super(message);
  }
}
