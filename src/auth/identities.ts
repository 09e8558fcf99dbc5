import { timingSafeEqual } from 'node:crypto';
import type { Logger } from '../observability/logger';
import type { KeyStore } from '../store/keys/api-key';
import type { PeopleStore, SessionBounds } from '../store/people/person';
import type { Actor } from './actor';
import { FirstAdmin } from './first-admin';
import { KeyDesk } from './key-desk';
import { idInKey } from './key-text';
import { Passwords } from './passwords';
import { PeopleDesk } from './people-desk';
import { Ring } from './ring';
import { hashOf } from './secret-text';
import { Uses } from './uses';

export interface IdentitiesOptions {
  readonly keys: KeyStore;
  readonly people: PeopleStore;
  /** How long somebody who does nothing stays signed in, in milliseconds. */
  readonly sessionIdleMs: number;
  /** How long anybody does. */
  readonly sessionMaxMs: number;
  readonly now: () => Date;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
  /** A new UUIDv7. */
  readonly newId: () => string;
  readonly logger: Logger;
}

/** Who is known here, and how they prove it. */
export interface Identities {
  /**
   * Whose key it is.
   *
   * @param address of the client
   * @returns `wrong` for what is no key, or was revoked or has expired; `elsewhere` for a key that may
   *   not be used from this address
   */
  ofKey(text: string, address: string): Promise<Actor | 'wrong' | 'elsewhere'>;
  /** @returns undefined for a session that is over, or never was */
  ofSession(token: string): Promise<Actor | undefined>;
  readonly keys: KeyDesk;
  readonly people: PeopleDesk;
  readonly firstAdmin: FirstAdmin;
}

/** Compared with when there is no such key, so that both take as long. */
const NO_HASH = Buffer.alloc(32);

export function openIdentities({
  keys,
  people,
  sessionIdleMs,
  sessionMaxMs,
  now,
  monotonicMs,
  newId,
  logger,
}: IdentitiesOptions): Identities {
  const time = (): number => now().getTime();
  const sessionBounds = (): SessionBounds => ({
    createdAfter: time() - sessionMaxMs,
    seenAfter: time() - sessionIdleMs,
  });
  const ring = new Ring({ keys, people, sessionBounds, monotonicMs });
  const onError = (error: unknown): void =>
    logger.warn('the last use of a key or session cannot be noted', { error });
  const keyUses = new Uses((id, at) => keys.touch(id, at), onError);
  const sessionUses = new Uses((hash, at) => people.seeSession(hash, at), onError);
  const changed = (): void => ring.forget();
  const keyDesk = new KeyDesk({ store: keys, now: time, onChange: changed });
  const peopleDesk = new PeopleDesk({
    store: people,
    passwords: new Passwords(),
    sessionBounds,
    now: time,
    newId,
    onChange: changed,
  });

  return {
    async ofKey(text, address) {
      const id = idInKey(text);
      if (id === undefined) return 'wrong';
      const key = (await ring.current()).keys.get(id) ?? (await ring.renewed()).keys.get(id);
      const given = Buffer.from(hashOf(text), 'hex');
      const isSame = timingSafeEqual(given, key?.hash ?? NO_HASH);
      if (key === undefined || !isSame) return 'wrong';
      const at = time();
      if (key.expiresAt !== null && key.expiresAt <= at) return 'wrong';
      if (key.networks?.has(address) === false) return 'elsewhere';
      keyUses.note(id, key.lastUsedAt ?? 0, at);
      return key.actor;
    },
    async ofSession(token) {
      const hash = hashOf(token);
      const session =
        (await ring.current()).sessions.get(hash) ?? (await ring.renewed()).sessions.get(hash);
      if (session === undefined) return undefined;
      // What is remembered may be a second older than the end of the session.
      const { createdAfter, seenAfter } = sessionBounds();
      const seenAt = sessionUses.last(hash, session.seenAt);
      if (session.createdAt <= createdAfter || seenAt <= seenAfter) return undefined;
      sessionUses.note(hash, seenAt, time());
      return session.actor;
    },
    keys: keyDesk,
    people: peopleDesk,
    firstAdmin: new FirstAdmin({ store: people, keys: keyDesk, people: peopleDesk, now: time }),
  };
}
