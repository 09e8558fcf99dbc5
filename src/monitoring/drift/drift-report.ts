import type { DriftStore, DriftWindow, StrangePicture } from '../../store/drift/drift-window';
import { strangestOf } from '../../store/drift/drift-store';
import { driftState, type DriftState } from './drift-state';
import { judgeWindow, type JudgedWindow } from './judge-window';
import type { DriftReference } from './reference';
import { driftVersion, type References, type WatchedVersion } from './references';

/** What people said of a window's predictions. */
export interface WindowFeedback {
  readonly predictions: number;
  readonly right: number;
}

export type ReportedWindow = JudgedWindow & { readonly feedback: WindowFeedback };

/** Whether the pictures that came look like those that a version knows. */
export interface DriftReport {
  readonly modelVersion: string;
  readonly classNames: readonly string[];
  readonly state: DriftState;
  /** Oldest first; the last may be open still. */
  readonly windows: readonly ReportedWindow[];
  /** What they are compared with; null where nothing is known. */
  readonly reference: {
    readonly pictures: number;
    /** Share that the version gets right, 0-1. */
    readonly accuracy: number;
    /** [classes]: how often each was predicted */
    readonly classMix: readonly number[];
  } | null;
  /** Why nothing is known; null where it is. */
  readonly reason: string | null;
  /** The strangest pictures of the last windows, the strangest first. */
  readonly strangest: readonly StrangePicture[];
}

/** Windows that are looked at. */
const WINDOWS = 60;
/** Windows whose strangest pictures are shown. */
const RECENT = 4;

/** Reads the windows of versions and compares them with what the versions know. */
export class DriftReports {
  readonly #store: DriftStore;
  readonly #references: References;

  constructor({
    store,
    references,
  }: {
    readonly store: DriftStore;
    readonly references: References;
  }) {
    this.#store = store;
    this.#references = references;
  }

  /** @throws {StorageError} when the database cannot be read */
  async of(version: WatchedVersion): Promise<DriftReport> {
    const newest = await this.#store.windows(driftVersion(version), WINDOWS);
    const reference = await this.#references.of(version);
    const known = typeof reference === 'string' ? null : reference;
    const windows = known === null ? [] : await this.#judged(version, newest.toReversed(), known);
    return {
      modelVersion: version.name,
      classNames: version.card.class_names,
      state: driftState(windows),
      windows,
      reference: known && {
        pictures: known.pictures,
        accuracy: known.right / known.pictures,
        classMix: [...known.classMix],
      },
      reason: typeof reference === 'string' ? reference : null,
      strangest: newest
        .slice(0, RECENT)
        .reduce<StrangePicture[]>((all, { strangest }) => strangestOf(all, strangest), []),
    };
  }

  async #judged(
    version: WatchedVersion,
    windows: readonly DriftWindow[],
    reference: DriftReference,
  ): Promise<ReportedWindow[]> {
    const [first] = windows;
    if (first === undefined) return [];
    const told = await this.#store.judged(version.name, first.firstAt);
    return windows.map((window) => {
      const own = told.filter(({ at }) => at >= window.firstAt && at <= window.lastAt);
      return {
        ...judgeWindow(window, reference),
        feedback: {
          predictions: own.length,
          right: own.filter(({ isRight }) => isRight).length,
        },
      };
    });
  }
}
