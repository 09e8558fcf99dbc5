import type { Request } from 'express';
import type { Actor } from '../../auth/actor';

/** One way in which callers prove who they are. */
export interface Authenticator {
  /**
   * Whose proof a request carries.
   *
   * @returns undefined when it carries none of this kind, and the next authenticator is asked
   * @throws {HttpError} UNAUTHENTICATED for a proof that does not hold, FORBIDDEN for one that may not
   *   be used here
   */
  authenticate(req: Request): Promise<Actor | undefined>;
}
