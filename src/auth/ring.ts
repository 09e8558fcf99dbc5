import { permissionsOf } from '../config/permissions';
import type { HashedKey, KeyStore, SigningMode, SigningSecret } from '../store/keys/api-key';
import type { ExternalSubject, PeopleStore, SessionBounds } from '../store/people/person';
import type { Actor } from './actor';
import { Networks } from '../config/networks';

/** A key as it is checked at each request. */
export interface LiveKey {
  readonly actor: Actor;
  /** SHA-256 of the whole key. */
  readonly hash: Buffer;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | null;
  /** undefined for any address */
  readonly networks: Networks | undefined;
  readonly lastUsedAt: number | null;
  readonly signing: SigningMode;
  readonly secrets: readonly SigningSecret[];
}

export interface LiveSession {
  readonly actor: Actor;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly seenAt: number;
}

/** Everything that proves at one moment who somebody is. */
export interface Snapshot {
  /** The keys by their ids. */
  readonly keys: ReadonlyMap<string, LiveKey>;
  /** The sessions by the SHA-256 of what the browser keeps, in hexadecimal. */
  readonly sessions: ReadonlyMap<string, LiveSession>;
  /** Those of an identity provider who may do nothing here, by {@link subjectKey}. */
  readonly disabled: ReadonlySet<string>;
}

export interface RingOptions {
  readonly keys: Pick<KeyStore, 'live'>;
  readonly people: Pick<PeopleStore, 'sessions' | 'disabledSubjects'>;
  readonly sessionBounds: () => SessionBounds;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
}

/** A snapshot that is older than this is read again, while the old one still counts. */
const RENEW_MS = 500;
/** What was revoked by another instance counts no longer than this. */
const MAX_AGE_MS = 1000;
/** What is unknown may be new; however many unknown keys come, the database is asked no more often. */
const UNKNOWN_INTERVAL_MS = 100;

/**
 * The keys and sessions that count, in memory and at most a second old. So no request waits for the
 * database, as a rule, and no flood of wrong keys reaches it.
 */
export class Ring {
  readonly #options: RingOptions;
  #snapshot: Snapshot | undefined;
  #readAtMs = -Infinity;
  #reading: Promise<Snapshot> | undefined;
  #changes = 0;

  constructor(options: RingOptions) {
    this.#options = options;
  }

  /** @throws {StorageError} when there is none that is young enough, and the database is not there */
  current(): Snapshot | Promise<Snapshot> {
    const ageMs = this.#options.monotonicMs() - this.#readAtMs;
    const snapshot = this.#snapshot;
    if (snapshot === undefined || ageMs > MAX_AGE_MS) return this.#read();
    // If it fails, the request that comes when this one is too old says so.
    if (ageMs > RENEW_MS) this.#read().catch(() => undefined);
    return snapshot;
  }

  /** A newer snapshot, for what {@link current} does not hold: another instance may just have added it. */
  renewed(): Snapshot | Promise<Snapshot> {
    const ageMs = this.#options.monotonicMs() - this.#readAtMs;
    const isNew = this.#snapshot !== undefined && ageMs < UNKNOWN_INTERVAL_MS;
    return isNew ? this.#snapshot! : this.#read();
  }

  /** This instance has changed something: the next request sees it. */
  forget(): void {
    this.#changes += 1;
    this.#snapshot = undefined;
    this.#reading = undefined;
  }

  #read(): Promise<Snapshot> {
    if (this.#reading !== undefined) return this.#reading;
    const changes = this.#changes;
    const startMs = this.#options.monotonicMs();
    const reading = this.#load().then((snapshot) => {
      if (changes === this.#changes) {
        this.#snapshot = snapshot;
        this.#readAtMs = startMs;
      }
      return snapshot;
    });
    const over = (): void => {
      if (this.#reading === reading) this.#reading = undefined;
    };
    this.#reading = reading;
    reading.then(over, over);
    return reading;
  }

  async #load(): Promise<Snapshot> {
    const { keys, people, sessionBounds } = this.#options;
    const [live, sessions, disabled] = await Promise.all([
      keys.live(),
      people.sessions(sessionBounds()),
      people.disabledSubjects(),
    ]);
    return {
      keys: new Map(live.map((key) => [key.id, liveKey(key)])),
      sessions: new Map(
        sessions.map(({ tokenHash, createdAt, seenAt, person: { id, name, role, external } }) => [
          tokenHash,
          {
            actor: {
              kind: 'person',
              id,
              name,
              role,
              permissions: permissionsOf(role),
              sessionHash: tokenHash,
              isExternal: external !== null,
            },
            createdAt,
            seenAt,
          },
        ]),
      ),
      disabled: new Set(disabled.map(subjectKey)),
    };
  }
}

function liveKey(key: HashedKey): LiveKey {
  const { id, name, role, scopes, networks, requestsPerMinute } = key;
  return {
    actor: {
      kind: 'key',
      id,
      name,
      role,
      permissions: permissionsOf(role, scopes),
      ...(requestsPerMinute !== null && { requestsPerMinute }),
    },
    hash: Buffer.from(key.keyHash, 'hex'),
    expiresAt: key.expiresAt,
    networks: networks.length === 0 ? undefined : new Networks(networks),
    lastUsedAt: key.lastUsedAt,
    signing: key.signing,
    secrets: key.secrets,
  };
}

/** No issuer has a line break: it is an address. */
export function subjectKey({ issuer, subject }: ExternalSubject): string {
  return `${issuer}\n${subject}`;
}
