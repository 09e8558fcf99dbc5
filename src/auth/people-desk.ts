import type { Role } from '../config/permissions';
import type {
  ExternalSubject,
  PeopleStore,
  Person,
  PersonChange,
  Session,
  SessionBounds,
} from '../store/people/person';
import { AccessError } from './access-error';
import { passwordProblem, type Passwords } from './passwords';
import { subjectKey } from './ring';
import { hashOf, randomText } from './secret-text';

export interface PeopleDeskOptions {
  readonly store: PeopleStore;
  readonly passwords: Passwords;
  readonly sessionBounds: () => SessionBounds;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A new UUIDv7. */
  readonly newId: () => string;
  readonly onChange: () => void;
}

export interface PersonWishes {
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

export interface PersonChangeWishes {
  readonly role?: Role | undefined;
  readonly password?: string | undefined;
  /** Whether the person may do nothing here any more. */
  readonly disabled?: boolean | undefined;
}

/** Letters of any language, digits and what addresses have; no spaces, which look alike. */
const NAME = /^[\p{L}\p{N}._@+-]{1,64}$/u;
/** 256 bits. */
const TOKEN_LENGTH = 43;

/** Lets people sign in and out, and manages who they are. */
export class PeopleDesk {
  readonly #options: PeopleDeskOptions;

  constructor(options: PeopleDeskOptions) {
    this.#options = options;
  }

  /** @throws {AccessError} INVALID_PERSON when the name or password will not do */
  check({ name, password }: Pick<PersonWishes, 'name' | 'password'>): void {
    if (!NAME.test(name)) {
      throw new AccessError(
        'INVALID_PERSON',
        'A name has 1 to 64 letters, digits or any of . _ @ + - and no spaces.',
      );
    }
    const problem = passwordProblem(password, name);
    if (problem !== undefined) throw new AccessError('INVALID_PERSON', problem);
  }

  /** @throws {AccessError} INVALID_PERSON, PERSON_EXISTS */
  async add(wishes: PersonWishes): Promise<Person> {
    this.check(wishes);
    const { store, passwords, now, newId } = this.#options;
    const { name, role, password } = wishes;
    const person = { id: newId(), name, role, createdAt: now() };
    const passwordHash = await passwords.hash(password);
    if (!(await store.add({ ...person, nameKey: folded(name), passwordHash }))) {
      throw new AccessError('PERSON_EXISTS', 'Somebody has this name already.');
    }
    return { ...person, external: null, disabledAt: null };
  }

  /** All people, in the order of their names. */
  list(): Promise<Person[]> {
    return this.#options.store.list();
  }

  /**
   * Changes a role, a password or whether somebody may sign in; the person has to sign in again. Who
   * signs in at an identity provider has no password here, and the role that it says.
   *
   * @throws {AccessError} INVALID_PERSON, PERSON_NOT_FOUND, LAST_ADMIN
   */
  async change(id: string, { role, password, disabled }: PersonChangeWishes): Promise<void> {
    const { store, passwords, now } = this.#options;
    const person = (await store.list()).find((one) => one.id === id);
    if (person === undefined) throw new AccessError('PERSON_NOT_FOUND', 'There is no such person.');
    if (role === undefined && password === undefined && disabled === undefined) {
      throw new AccessError('INVALID_PERSON', 'Give what is to change: a role, or a password.');
    }
    if (person.external !== null && (role !== undefined || password !== undefined)) {
      throw new AccessError(
        'INVALID_PERSON',
        'The identity provider decides on the password and the role of this person.',
      );
    }
    if (password !== undefined) {
      const problem = passwordProblem(password, person.name);
      if (problem !== undefined) throw new AccessError('INVALID_PERSON', problem);
    }
    this.#settle(
      await store.change(id, {
        ...(role !== undefined && { role }),
        ...(password !== undefined && { passwordHash: await passwords.hash(password) }),
        ...(disabled !== undefined && { disabledAt: disabled ? now() : null }),
      }),
    );
  }

  /** @throws {AccessError} PERSON_NOT_FOUND, LAST_ADMIN */
  async remove(id: string): Promise<void> {
    this.#settle(await this.#options.store.remove(id));
  }

  /**
   * Signs somebody in.
   *
   * @returns what the browser keeps, new each time; undefined when name and password don't match
   * @throws {PasswordsBusyError}
   */
  async signIn(
    name: string,
    password: string,
  ): Promise<{ readonly person: Person; readonly token: string } | undefined> {
    const { store, passwords } = this.#options;
    const found = await store.findByName(folded(name));
    const isRight = await passwords.matches(password, found?.passwordHash);
    if (!isRight || found?.disabledAt !== null) return undefined;
    const { id, role, createdAt, external, disabledAt } = found;
    const person = { id, name: found.name, role, createdAt, external, disabledAt };
    return { person, token: await this.#beginSession(id) };
  }

  /**
   * Signs in somebody whom an identity provider vouches for, and who may be new here. Nobody with a
   * password is ever found by it, whatever name the provider gives.
   *
   * @returns what the browser keeps, new each time; undefined when the person is locked out here
   */
  async signInExternal(
    { issuer, subject }: ExternalSubject,
    { name, role }: { readonly name: string; readonly role: Role },
  ): Promise<{ readonly person: Person; readonly token: string } | undefined> {
    const { store, now, newId } = this.#options;
    const person = await store.addExternal({
      id: newId(),
      issuer,
      subject,
      name,
      role,
      createdAt: now(),
      // No name that somebody can be given here has a colon.
      nameKey: `external:${hashOf(subjectKey({ issuer, subject }))}`,
    });
    if (person.disabledAt !== null) return undefined;
    return { person, token: await this.#beginSession(person.id) };
  }

  /** @param sessionHash SHA-256 of what the browser keeps */
  async signOut(sessionHash: string): Promise<void> {
    await this.#options.store.endSession(sessionHash);
    this.#options.onChange();
  }

  /** Ends the person's sessions in every browser. */
  async signOutEverywhere(personId: string): Promise<void> {
    await this.#options.store.endSessionsOf(personId);
    this.#options.onChange();
  }

  /** Ends the sessions of somebody who may do nothing here any more, as the identity provider has it. */
  async signOutExternal(subject: ExternalSubject): Promise<void> {
    await this.#options.store.endSessionsOfSubject(subject);
    this.#options.onChange();
  }

  /** @returns what the browser keeps */
  async #beginSession(personId: string): Promise<string> {
    const { store, now, sessionBounds, onChange } = this.#options;
    const token = randomText(TOKEN_LENGTH);
    const at = now();
    const session = { tokenHash: hashOf(token), createdAt: at, seenAt: at };
    await store.addSession(session, personId, sessionBounds());
    onChange();
    return token;
  }

  /** Where somebody is signed in, newest first. */
  async sessionsOf(personId: string): Promise<Session[]> {
    const { store, sessionBounds } = this.#options;
    return (await store.sessions(sessionBounds()))
      .filter(({ person }) => person.id === personId)
      .sort((a, b) => b.createdAt - a.createdAt);
  }

  /** The session that a token is of, as it is stored. */
  sessionOf(token: string): string {
    return hashOf(token);
  }

  /**
   * Changes the password of somebody who knows the one before. All sessions end, and a new one begins in
   * the browser that asks.
   *
   * @returns what this browser keeps from now on
   * @throws {AccessError} INVALID_PERSON, PERSON_NOT_FOUND
   * @throws {PasswordsBusyError}
   */
  async changeOwnPassword(id: string, before: string, after: string): Promise<string> {
    const { store, passwords } = this.#options;
    const person = (await store.list()).find((one) => one.id === id);
    const found = person && (await store.findByName(folded(person.name)));
    if (person !== undefined && person.external !== null) {
      throw new AccessError('INVALID_PERSON', 'The identity provider keeps your password.');
    }
    if (!(await passwords.matches(before, found?.passwordHash))) {
      throw new AccessError('INVALID_PERSON', 'The old password is wrong.');
    }
    await this.change(id, { password: after });
    return this.#beginSession(id);
  }

  #settle(outcome: PersonChange): void {
    if (outcome === 'missing')
      throw new AccessError('PERSON_NOT_FOUND', 'There is no such person.');
    if (outcome === 'last-admin') {
      throw new AccessError(
        'LAST_ADMIN',
        'This is the last administrator; make another one first.',
      );
    }
    this.#options.onChange();
  }
}

function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
