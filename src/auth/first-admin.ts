import type { PeopleStore, Person } from '../store/people/person';
import { AccessError } from './access-error';
import type { KeyDesk, MadeKey } from './key-desk';
import type { PeopleDesk } from './people-desk';
import { checksumOf, hashOf, randomText } from './secret-text';

export interface FirstAdminOptions {
  readonly store: Pick<PeopleStore, 'hasAdmin' | 'addSetupToken' | 'useSetupToken'>;
  readonly keys: KeyDesk;
  readonly people: PeopleDesk;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const TOKEN_MAX_AGE_MS = 24 * 3_600_000;
const PREFIX = 'setup_';

/**
 * Makes the first administrator: there is no default account, and nobody registers by themselves. Who
 * can read what the service prints at its start is believed, once.
 */
export class FirstAdmin {
  readonly #options: FirstAdminOptions;

  constructor(options: FirstAdminOptions) {
    this.#options = options;
  }

  /** @returns a token that is good for one administrator and a day; undefined when there is one */
  async token(): Promise<string | undefined> {
    const { store, now } = this.#options;
    if (await store.hasAdmin(now())) return undefined;
    const start = PREFIX + randomText(32);
    const token = start + checksumOf(start);
    await store.addSetupToken(hashOf(token), now() + TOKEN_MAX_AGE_MS);
    return token;
  }

  /** @throws {AccessError} SETUP_REFUSED, INVALID_PERSON, PERSON_EXISTS */
  async makePerson(token: string, name: string, password: string): Promise<Person> {
    const { people } = this.#options;
    people.check({ name, password });
    await this.#use(token);
    return people.add({ name, password, role: 'admin' });
  }

  /** @throws {AccessError} SETUP_REFUSED, INVALID_KEY */
  async makeKey(token: string, name: string): Promise<MadeKey> {
    await this.#use(token);
    return this.#options.keys.create({ name, role: 'admin', createdBy: 'the first setup' });
  }

  async #use(token: string): Promise<void> {
    const { store, now } = this.#options;
    if (!(await store.useSetupToken(hashOf(token), now()))) {
      throw new AccessError(
        'SETUP_REFUSED',
        'This setup token is wrong, too old or used up, or there is an administrator already.',
      );
    }
  }
}
