import type { Role } from '../../config/permissions';

/** Who somebody is at an identity provider. */
export interface ExternalSubject {
  /** The provider, as its tokens name it (`iss`). */
  readonly issuer: string;
  /** The provider's own, lasting name for somebody (`sub`). */
  readonly subject: string;
}

/** Somebody who can sign in. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Who vouches for them; null for those who have a password here. */
  readonly external: ExternalSubject | null;
  /** Milliseconds since the epoch; null for those who may sign in. */
  readonly disabledAt: number | null;
}

/** Somebody as an identity provider describes them at this sign-in. */
export interface ExternalPerson extends ExternalSubject {
  /** The id of a person who is new here. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Milliseconds since the epoch, for a person who is new here. */
  readonly createdAt: number;
  /** No name folded is this. */
  readonly nameKey: string;
}

export interface NewPerson extends Omit<Person, 'external' | 'disabledAt'> {
  /** The name folded: names that differ in nothing but case are one. */
  readonly nameKey: string;
  readonly passwordHash: string;
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

export interface PersonChanges {
  readonly role?: Role;
  readonly passwordHash?: string;
  /** Milliseconds since the epoch; null lets them sign in again. */
  readonly disabledAt?: number | null;
}

/** What became of a change that might leave nobody who can manage people. */
export type PersonChange = 'done' | 'missing' | 'last-admin';

/** People and their sessions, shared by all instances over one database. */
export interface PeopleStore {
  /** @returns false when there is somebody of this name */
  add(person: NewPerson): Promise<boolean>;
  /**
   * Adds somebody whom an identity provider vouches for, or renews name and role of who is there. It
   * finds them by issuer and subject alone: a name proves nothing.
   *
   * @returns as they are now, disabled people included
   */
  addExternal(person: ExternalPerson): Promise<Person>;
  /** All people, in the order of their names. */
  list(): Promise<Person[]>;
  findByName(
    nameKey: string,
  ): Promise<(Person & { readonly passwordHash: string | null }) | undefined>;
  /** Changes a role, a password or whether somebody may sign in, and ends the person's sessions. */
  change(id: string, changes: PersonChanges): Promise<PersonChange>;
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
  endSessionsOfSubject(subject: ExternalSubject): Promise<void>;
  /** Those whom an identity provider vouches for, and who may do nothing here. */
  disabledSubjects(): Promise<ExternalSubject[]>;
}
