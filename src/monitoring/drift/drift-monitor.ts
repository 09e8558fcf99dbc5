import { strangeness } from '../../registry/head-arithmetic';
import type { Logger } from '../../observability/logger';
import type { ModelVersion } from '../../registry/version';
import type { DriftStore, NewDriftSums, WindowRules } from '../../store/drift/drift-window';
import { certaintyOf } from './confidence-bins';
import type { DriftEvent, DriftListener } from './drift-event';
import { driftState, type DriftState } from './drift-state';
import { DriftReports, type DriftReport } from './drift-report';
import { PendingSums } from './pending-sums';
import { driftVersion, type References, type WatchedVersion } from './references';
import { stateInWords } from './words';

/** A picture that was classified, as inference says it. */
export interface ObservedPicture {
  readonly predictionId: string;
  /** When its prediction was made, milliseconds since the epoch. */
  readonly at: number;
  readonly classIndex: number;
  readonly confidence: number;
  /** float32, [classes] */
  readonly probabilities: Float32Array;
  readonly uncertain: boolean;
  /** The distance to the nearest neighbours, 0-2. */
  readonly distance: number;
  /** float32, [features] */
  readonly features: Float32Array;
  /** [6], see `pixelStatistics` */
  readonly pixels: ArrayLike<number>;
}

export interface DriftMonitorParts {
  readonly store: DriftStore;
  readonly references: References;
  readonly rules: WindowRules;
  readonly logger: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What is not written yet is lost when the process is killed: the pictures of so long, at the most. */
const FLUSH_MS = 5000;
/** Sums that are kept while the database takes none; then the oldest go, and the log says so. */
const MOST_UNWRITTEN = 50;

/**
 * Watches whether the pictures that come look like those that versions know. It only ever adds up
 * what inference has computed anyway; sums are written every few seconds, to windows that all
 * instances over one database share.
 *
 * @example
 * const monitor = new DriftMonitor({ store: storage.drift, references, rules, logger, now });
 * monitor.start();
 * monitor.observe(version, picture);
 */
export class DriftMonitor {
  readonly #parts: DriftMonitorParts;
  readonly #reports: DriftReports;
  readonly #pending = new Map<string, PendingSums>();
  readonly #listeners = new Set<DriftListener>();
  #unwritten: { readonly version: ModelVersion; readonly sums: NewDriftSums }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #telling: Promise<void> = Promise.resolve();
  #isStopping = false;

  constructor(parts: DriftMonitorParts) {
    this.#parts = parts;
    this.#reports = new DriftReports(parts);
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.flush(), FLUSH_MS).unref();
  }

  /** Writes what there is. Never rejects. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#timer);
    this.#parts.references.stop();
    await this.flush();
    await this.#telling;
  }

  /** @returns takes the listener away */
  onEvent(listener: DriftListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Adds a picture to the sums of its version. It takes a few microseconds. */
  observe(version: ModelVersion, picture: ObservedPicture): void {
    const { identity } = driftVersion(version);
    const pending = this.#pending.get(identity) ?? new PendingSums(version);
    this.#pending.set(identity, pending);
    pending.add({
      ...picture,
      certainty: certaintyOf(picture.probabilities),
      strangeness: strangeness(version.neighbours, picture.distance, picture.features),
    });
    if (pending.pictures >= this.#parts.rules.pictures) void this.flush();
  }

  /** Writes the sums that there are. Never rejects: what the database does not take is kept. */
  flush(): Promise<void> {
    for (const [identity, pending] of this.#pending) {
      this.#unwritten.push({ version: pending.version, sums: pending.take() });
      this.#pending.delete(identity);
    }
    this.#writing = this.#writing.then(() => this.#writeAll());
    return this.#writing;
  }

  /** What is known of a version's pictures, those included that came a moment ago. */
  async report(version: WatchedVersion): Promise<DriftReport> {
    await this.flush();
    return this.#reports.of(version);
  }

  async #writeAll(): Promise<void> {
    const { store, rules, logger } = this.#parts;
    for (let next = this.#unwritten[0]; next !== undefined; next = this.#unwritten[0]) {
      try {
        const { version } = next;
        const closed = await store.add(next.sums, rules);
        this.#unwritten.shift();
        if (closed.length > 0) {
          // Comparing may take seconds the first time, and the sums that come meanwhile do not wait.
          this.#telling = this.#telling.then(() => this.#tell(version, closed));
        }
      } catch (error) {
        const lost = this.#unwritten.splice(0, this.#unwritten.length - MOST_UNWRITTEN).length;
        logger.warn('what pictures look like cannot be noted; it is tried again', { error, lost });
        return;
      }
    }
  }

  /** The instance that closes a window compares it; the others see the same when they look. */
  async #tell(version: WatchedVersion, closed: readonly number[]): Promise<void> {
    const { logger, now } = this.#parts;
    if (this.#isStopping) return;
    try {
      const { windows } = await this.#reports.of(version);
      const before = driftState(windows.filter(({ id }) => id < closed[0]!));
      const after = driftState(windows.filter(({ id }) => id <= closed.at(-1)!));
      const event = change(before, after, version.name, now());
      if (event === undefined) return;
      logger.warn(event.explanation, { model_version: version.name, event: event.kind });
      for (const listener of this.#listeners) listener(event);
    } catch (error) {
      this.#complain(error);
    }
  }

  /** What was broken off by the end of the service is no trouble. */
  #complain(error: unknown): void {
    if (this.#isStopping) return;
    this.#parts.logger.warn('what pictures look like cannot be compared', { error });
  }
}

function change(
  before: DriftState,
  after: DriftState,
  modelVersion: string,
  at: number,
): DriftEvent | undefined {
  const explanation = stateInWords(after);
  if (after.kind === 'drifting' && before.kind !== 'drifting') {
    return { kind: 'drift.started', at, modelVersion, signals: after.signals, explanation };
  }
  if (after.kind !== 'drifting' && before.kind === 'drifting') {
    return { kind: 'drift.ended', at, modelVersion, signals: before.signals, explanation };
  }
  return undefined;
}
