import type { ModelVersion } from '../../registry/version';
import { VERSION_FILES } from '../../registry/version-files';
import type { DriftVersion } from '../../store/drift/drift-window';
import type { DriftReference } from './reference';
import type { ReferenceTask } from './reference-thread';

/** A version, as far as it must be known to say what its pictures look like. */
export type WatchedVersion = Pick<ModelVersion, 'name' | 'folder' | 'card'>;

/** What versions know, or a sentence that says why nothing is known. */
export type KnownReference = DriftReference | string;

/** So many are kept, of the versions that were asked for last; one of them takes a megabyte or two. */
const KEPT = 4;

/** What versions know, computed the first time that it is asked for, one after the other. */
export class References {
  readonly #compute: (task: ReferenceTask, signal: AbortSignal) => Promise<KnownReference>;
  readonly #byIdentity = new Map<string, Promise<KnownReference>>();
  readonly #stopped = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  constructor(compute: (task: ReferenceTask, signal: AbortSignal) => Promise<KnownReference>) {
    this.#compute = compute;
  }

  /** @throws the error that kept it from being computed; the next call tries again */
  of(version: WatchedVersion): Promise<KnownReference> {
    const { identity } = driftVersion(version);
    const known = this.#byIdentity.get(identity);
    this.#byIdentity.delete(identity); // what was asked for last comes last
    const reference = known ?? this.#computeInTurn(version);
    this.#byIdentity.set(identity, reference);
    const [oldest] = this.#byIdentity.keys();
    if (this.#byIdentity.size > KEPT && oldest !== undefined) this.#byIdentity.delete(oldest);
    return reference;
  }

  stop(): void {
    this.#stopped.abort(new Error('the service is stopping'));
  }

  #computeInTurn(version: WatchedVersion): Promise<KnownReference> {
    const { folder, name } = version;
    const reference = this.#last.then(() => this.#compute({ folder, name }, this.#stopped.signal));
    this.#last = reference.catch(() => this.#byIdentity.delete(driftVersion(version).identity));
    return reference;
  }
}

/** How windows of a version are told from those of one that had its name before. */
export function driftVersion({ name, card }: Omit<WatchedVersion, 'folder'>): DriftVersion {
  const files = [VERSION_FILES.onnx, VERSION_FILES.headWeights].map((file) => card.files[file]!);
  return { name, identity: files.map((hash) => hash.slice(0, 32)).join('') };
}
