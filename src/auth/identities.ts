import { timingSafeEqual } from 'node:crypto';
import type { Logger } from '../observability/logger';
import type { KeyStore } from '../store/keys/api-key';
import type { ExternalSubject, PeopleStore, SessionBounds } from '../store/people/person';
import type { Actor } from './actor';
import { FirstAdmin } from './first-admin';
import { KeyDesk } from './key-desk';
import { idInKey } from './key-text';
import { Passwords } from './passwords';
import { PeopleDesk } from './people-desk';
import { Ring, subjectKey, type LiveKey, type LiveSession } from './ring';
import type { SecretBox } from './secret-box';
import { hashOf } from './secret-text';
import { isSignedWith, MAX_CLOCK_DIFFERENCE_MS, type SignedRequest } from './signature';
import { SignedOnce } from './signed-once';
import { Uses } from './uses';

export interface IdentitiesOptions {
  readonly keys: KeyStore;
  readonly people: PeopleStore;
  /** Encrypts what requests are signed with. */
  readonly box: SecretBox;
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
   *   not be used from this address; `unsigned` for one that takes signed requests alone
   */
  ofKey(text: string, address: string): Promise<Actor | 'wrong' | 'elsewhere' | 'unsigned'>;
  /**
   * Who has signed a request. One that is taken is taken once, on every instance. Whether its body is
   * the one that was signed is not known yet.
   *
   * @param address of the client
   * @returns `wrong` for a signature that is none of a key in force, `repeated` for a request that
   *   came before, or how far the sender's clock is ahead, where that is too far
   * @throws {StorageError} when it cannot be found out whether the request came before
   * @throws {SealBrokenError} when the service's own secret is another one than before
   */
  ofSignature(
    request: SignedRequest,
    address: string,
  ): Promise<Actor | 'wrong' | 'elsewhere' | 'repeated' | { readonly aheadMs: number }>;
  /** @returns undefined for a session that is over, or never was */
  ofSession(token: string): Promise<Actor | undefined>;
  /** Whether an administrator has locked out somebody whom an identity provider vouches for. */
  isDisabled(subject: ExternalSubject): Promise<boolean>;
  /**
   * Whether what somebody has shown still holds: the key is not revoked and has not expired, the session
   * is not over, whoever the token is of is not locked out.
   *
   * @throws {StorageError}
   */
  stillHolds(actor: Actor): Promise<boolean>;
  readonly keys: KeyDesk;
  readonly people: PeopleDesk;
  readonly firstAdmin: FirstAdmin;
}

/** Compared with when there is no such key, so that both take as long. */
const NO_HASH = Buffer.alloc(32);

export function openIdentities({
  keys,
  people,
  box,
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
  const keyDesk = new KeyDesk({ store: keys, box, newId, now: time, onChange: changed });
  const signedOnce = new SignedOnce(keys, onError);
  const peopleDesk = new PeopleDesk({
    store: people,
    passwords: new Passwords(),
    sessionBounds,
    now: time,
    newId,
    onChange: changed,
  });

  const keyOf = async (id: string): Promise<LiveKey | undefined> =>
    (await ring.current()).keys.get(id) ?? (await ring.renewed()).keys.get(id);
  const hasExpired = (key: LiveKey, at: number): boolean =>
    key.expiresAt !== null && key.expiresAt <= at;

  const isOpen = ({ createdAt, seenAt }: LiveSession, hash: string): boolean => {
    // What is remembered may be a second older than the end of the session.
    const { createdAfter, seenAfter } = sessionBounds();
    return createdAt > createdAfter && sessionUses.last(hash, seenAt) > seenAfter;
  };

  return {
    async ofKey(text, address) {
      const id = idInKey(text);
      if (id === undefined) return 'wrong';
      const key = await keyOf(id);
      const given = Buffer.from(hashOf(text), 'hex');
      const isSame = timingSafeEqual(given, key?.hash ?? NO_HASH);
      if (key === undefined || !isSame) return 'wrong';
      const at = time();
      if (hasExpired(key, at)) return 'wrong';
      if (key.networks?.has(address) === false) return 'elsewhere';
      if (key.signing === 'required') return 'unsigned';
      keyUses.note(id, key.lastUsedAt ?? 0, at);
      return key.actor;
    },
    async ofSignature(request, address) {
      const { keyId, id: requestId } = request;
      const key = await keyOf(keyId);
      const at = time();
      if (key === undefined || hasExpired(key, at) || key.signing === 'off') return 'wrong';
      const secrets = key.secrets.filter(({ expiresAt }) => expiresAt === null || expiresAt > at);
      const isRight = secrets.some(({ sealed }) => isSignedWith(box.open(sealed, keyId), request));
      if (!isRight) return 'wrong';
      if (key.networks?.has(address) === false) return 'elsewhere';
      const signedAt = Number(request.timestamp) * 1000;
      const aheadMs = signedAt - at;
      if (Math.abs(aheadMs) > MAX_CLOCK_DIFFERENCE_MS) return { aheadMs };
      if (!(await signedOnce.take({ keyId, requestId, signedAt }, at))) return 'repeated';
      keyUses.note(keyId, key.lastUsedAt ?? 0, at);
      return key.actor;
    },
    async ofSession(token) {
      const hash = hashOf(token);
      const session =
        (await ring.current()).sessions.get(hash) ?? (await ring.renewed()).sessions.get(hash);
      if (session === undefined) return undefined;
      if (!isOpen(session, hash)) return undefined;
      sessionUses.note(hash, sessionUses.last(hash, session.seenAt), time());
      return session.actor;
    },
    async isDisabled(subject) {
      return (await ring.current()).disabled.has(subjectKey(subject));
    },
    async stillHolds({ kind, id, sessionHash, token }) {
      const { keys: liveKeys, sessions, disabled } = await ring.current();
      if (token !== undefined) {
        return token.expiresAt > time() && !disabled.has(subjectKey(token.subject));
      }
      if (kind === 'key' && id !== null) {
        const key = liveKeys.get(id);
        return key !== undefined && !hasExpired(key, time());
      }
      if (sessionHash === undefined) return true;
      const session = sessions.get(sessionHash);
      return session !== undefined && isOpen(session, sessionHash);
    },
    keys: keyDesk,
    people: peopleDesk,
    firstAdmin: new FirstAdmin({ store: people, keys: keyDesk, people: peopleDesk, now: time }),
  };
}
