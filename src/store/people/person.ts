import type { Role } from '../../config/permissions';

/** Somebody who can sign in. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export interface NewPerson extends Person {
  /** The name folded: names that differ in nothing but case are one. */
  readonly nameKey: string;
  readonly passwordHash: string | null;
}

/** A browser in which somebody is signed in. Times in milliseconds since the epoch. */
export interface Session {
  /** SHA-256 of what the browser keeps, hexadecimal. */
  readonly tokenHash: string;
  readonly createdAt: number;
  /** Accurate to a minute. */
  readonly seenAt: number;
}

/** Which sessions still count: those begun and seen after these moments. */
export interface SessionBounds {
  readonly createdAfter: number;
  readonly seenAfter: number;
}

/** What became of a change that might leave nobody who can manage people. */
export type PersonChange = 'done' | 'missing' | 'last-admin';

/** People and their sessions, shared by all instances over one database. */
export interface PeopleStore {
  /** @returns false when there is somebody of this name */
  add(person: NewPerson): Promise<boolean>;
  /** All people, in the order of their names. */
  list(): Promise<Person[]>;
  findByName(
    nameKey: string,
  ): Promise<(Person & { readonly passwordHash: string | null }) | undefined>;
  /** Changes a role or a password, and ends the person's sessions. */
  change(
    id: string,
    changes: { readonly role?: Role; readonly passwordHash?: string },
  ): Promise<PersonChange>;
  /** Removes a person with all sessions. */
  remove(id: string): Promise<PersonChange>;
  /** Whether a person or a key of the role `admin` can get in. */
  hasAdmin(now: number): Promise<boolean>;
  addSetupToken(tokenHash: string, expiresAt: number): Promise<void>;
  /**
   * Uses up every setup token.
   *
   * @returns false when this one is none, is too old, or there is an administrator already
   */
  useSetupToken(tokenHash: string, now: number): Promise<boolean>;
  /** Begins a session, and forgets those that count no longer. */
  addSession(session: Session, personId: string, bounds: SessionBounds): Promise<void>;
  /** Those that count, with whose they are. */
  sessions(bounds: SessionBounds): Promise<(Session & { readonly person: Person })[]>;
  seeSession(tokenHash: string, at: number): Promise<void>;
  endSession(tokenHash: string): Promise<void>;
  endSessionsOf(personId: string): Promise<void>;
}
