/** A browser that was sent to the identity provider and is not back yet. */
export interface SignIn {
  /** SHA-256 of the `state` in the address, hexadecimal. */
  readonly stateHash: string;
  /** SHA-256 of what the browser keeps, hexadecimal: only the browser that began may finish. */
  readonly browserHash: string;
  /** What the ID token has to repeat. */
  readonly nonce: string;
  /** What the code is exchanged with (PKCE). */
  readonly verifier: string;
  /** Where to go afterwards: a path of this service. */
  readonly returnTo: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export interface SignInBounds {
  /** Milliseconds since the epoch: what began at this moment or before counts no longer. */
  readonly createdAfter: number;
  /** Most that may be under way at once. */
  readonly max: number;
}

/** Sign-ins under way, shared by all instances over one database: another one may finish them. */
export interface SignInStore {
  /**
   * Adds one, and forgets those that are too old.
   *
   * @returns false when too many are under way
   */
  add(signIn: SignIn, bounds: SignInBounds): Promise<boolean>;
  /**
   * Takes one out, so that it is finished once at most.
   *
   * @returns undefined when there is none of this state and browser, or it is too old
   */
  take(stateHash: string, browserHash: string, createdAfter: number): Promise<SignIn | undefined>;
}
