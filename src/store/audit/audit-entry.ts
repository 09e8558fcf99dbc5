/**
 * Who has sent a request: nobody that is known, a key of the API, a person who signed in, or a program
 * with a token of the identity provider.
 */
export type ActorKind = 'anonymous' | 'key' | 'person' | 'token';

/** A request that could change something, when it was over. */
export interface AuditRecord {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly actorKind: ActorKind;
  /** The id of the key or person, or who the token is of (`sub`); null for an anonymous actor. */
  readonly actorId: string | null;
  readonly actorName: string | null;
  /** IP address. */
  readonly address: string;
  readonly method: string;
  /** As it is in the table of routes: `/api/models/:version`. */
  readonly route: string;
  /** What was changed: the path, or what the route says. */
  readonly object: string;
  /** HTTP status of the answer; 499 where the client had gone. */
  readonly status: number;
  readonly requestId: string;
}

/** A record in its place in the log. */
export interface AuditEntry extends AuditRecord {
  /** Grows from entry to entry. */
  readonly seq: number;
  /** `hash` of the entry before; zeros in the first. */
  readonly previousHash: string;
  /** SHA-256 of the entry and `previousHash`, hexadecimal. */
  readonly hash: string;
}

export interface AuditFilter {
  /** Id or name of a key or person. */
  readonly actor?: string;
  /** Part of the route or of the object. */
  readonly search?: string;
  /** Milliseconds since the epoch: not before, not after. */
  readonly from?: number;
  readonly to?: number;
  /** `failed` has statuses from 400. */
  readonly outcome?: 'done' | 'failed';
}

/** The audit log: entries are added, and never changed or removed. */
export interface AuditStore {
  append(records: readonly AuditRecord[]): Promise<void>;
  /** The newest first, from before the entry `before` on. */
  list(filter: AuditFilter, limit: number, before?: number): Promise<AuditEntry[]>;
  /** The oldest first, from after the entry `seq` on; 0 for the first ones. */
  after(seq: number, limit: number): Promise<AuditEntry[]>;
}
