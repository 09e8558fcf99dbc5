/** The identity provider does not answer, or with something that cannot be used. */
export class IssuerUnreachableError extends Error {
  override readonly name = 'IssuerUnreachableError';
}

export type SignOnProblem =
  /** Not begun in this browser, finished already, or begun too long ago. */
  | 'unknown'
  /** The provider has refused, or the person has gone back. */
  | 'declined'
  /** What the provider has sent does not prove who it is. */
  | 'unproven'
  /** No group of the person has a role here. */
  | 'no-role'
  /** Somebody who manages people has locked the person out. */
  | 'disabled'
  /** Too many sign-ins are under way. */
  | 'busy';

/** Somebody is not signed in; the message is for the log. */
export class SignOnError extends Error {
  override readonly name = 'SignOnError';

  constructor(
    readonly problem: SignOnProblem,
    message: string,
    { returnTo = '/', cause }: { readonly returnTo?: string; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.returnTo = returnTo;
  }

  /** Where the person wanted to go. */
  readonly returnTo: string;
}

/** A token of a program proves nothing; the message is one sentence for who has sent it. */
export class AccessTokenError extends Error {
  override readonly name = 'AccessTokenError';
}

/** Whether the provider was not there, however deep a library has wrapped that. */
export function isUnreachable(error: unknown): boolean {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; depth += 1) {
    if (current instanceof IssuerUnreachableError) return true;
    current = current.cause;
  }
  return false;
}
