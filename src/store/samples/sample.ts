import type { ClassRenaming, RenamedClass } from './change-classes';
import type { RekeyedLabel } from './rekey-labels';
import type { SampleToTakeOver, TakenOver, TakeOverOutcome } from './take-over';

/** A class name as people gave it, and the key by which it is compared. */
export interface Label {
  /** Trimmed and case-folded. */
  readonly key: string;
  /** As it is shown. */
  readonly name: string;
}

/** Where a sample came from first: a file of a form, an archive, the image of a prediction. */
export const SAMPLE_SOURCES = ['upload', 'archive', 'feedback'] as const;
export type SampleSource = (typeof SAMPLE_SOURCES)[number];

/**
 * What a sample is for: training, judging trainings while it is kept out of them, or a test set that
 * people have put together and that no training ever sees. The store keeps the place in this list.
 */
export const SPLITS = ['train', 'held_out', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** A labelled image, without its bytes. */
export interface Sample {
  /** SHA-256 of the file, hexadecimal; of 32×32 pixels for a sample of an earlier release. */
  readonly id: string;
  readonly label: string;
  readonly source: SampleSource;
  readonly fileName: string;
  /** Of the original file: one of `IMAGE_FORMATS`. */
  readonly format: string;
  /** Pixels of the original file. */
  readonly width: number;
  readonly height: number;
  readonly fileBytes: number;
  /** SHA-256, hexadecimal; null until a sample of an earlier release is taken over. */
  readonly fileHash: string | null;
  readonly split: Split;
  /** The prediction whose image it was; null for other sources. */
  readonly predictionId: string | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** When its label was given last, milliseconds since the epoch. */
  readonly updatedAt: number;
  /** Number of the change that gave it its label; later changes have higher ones. */
  readonly lastChange: number;
}

/** A labelled image to be stored. */
export interface NewSample extends Omit<
  Sample,
  'label' | 'fileHash' | 'split' | 'createdAt' | 'updatedAt' | 'lastChange'
> {
  /** SHA-256 of the file, hexadecimal. */
  readonly id: string;
  /** The id that an earlier release would have given it, where one has made the file. */
  readonly formerId?: string | undefined;
  readonly label: Label;
  /** For the test set; which of the others are held out is chosen when they are stored. */
  readonly isTest: boolean;
  /** What it was where it comes from, as an export says; without it, it begins now. */
  readonly restored?: RestoredSample | undefined;
  /** WebP; null for an image that is no larger than 32×32. */
  readonly thumbnail: Uint8Array | null;
}

/** What a sample was in the store that it was exported from. */
export interface RestoredSample {
  readonly isHeldOut: boolean;
  /** Milliseconds since the epoch; what is later than now counts as now. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What became of a sample that was put into the store. */
export interface PutSample {
  /** As the store has it: an earlier release may have given the same file another id. */
  readonly id: string;
  /** `moved`: into the test set, under the same label. */
  readonly outcome: 'new' | 'unchanged' | 'relabelled' | 'moved';
  readonly split: Split;
  /** As the store spells it. */
  readonly label: string;
  /** The label before, where it was another one. */
  readonly previousLabel: string | null;
}

/** A sample that was not stored: with its label there would be more than a version can have classes. */
export interface RefusedSample {
  readonly id: string;
  readonly outcome: 'refused';
  readonly label: string;
}

export type PutOutcome = PutSample | RefusedSample;

/** One line of a sample's history. */
export interface SampleChange {
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
  /** `moved`: into the test set, or back to training by an `edit`. */
  readonly kind: 'added' | 'relabelled' | 'moved' | 'deleted';
  /** A sample's source, or `edit`. */
  readonly source: SampleSource | 'edit';
  readonly fromLabel: string | null;
  readonly toLabel: string | null;
}

export interface SampleFilter {
  readonly labelKey?: string;
  readonly source?: SampleSource;
  /** Without it, all but those of the test set. */
  readonly split?: Split;
}

export interface SamplePage {
  /** Newest first. */
  readonly samples: readonly Sample[];
  /** Give it back to get the next page; null on the last one. */
  readonly nextCursor: string | null;
}

/** Samples of one label, one source and one use, counted. */
export interface SampleCount {
  readonly label: string;
  readonly source: SampleSource;
  readonly split: Split;
  readonly samples: number;
  /** How many of them were labelled after the given change. */
  readonly changed: number;
}

/** What happened to samples after a change of one; a sample counts once in each. */
export interface SampleChanges {
  readonly added: number;
  readonly relabelled: number;
  readonly deleted: number;
  /** Samples that any of it happened to. */
  readonly samples: number;
}

/** What became of samples that were changed by their ids. */
export interface ChangedSamples {
  /** In the order of the ids. */
  readonly changed: readonly { readonly id: string; readonly format: string }[];
  readonly unchanged: readonly string[];
  readonly missing: readonly string[];
}

/** What became of samples that were to get another label. */
export interface RelabelledSamples extends ChangedSamples {
  /** With the label there would be more than a version can have classes: nothing was changed. */
  readonly isRefused: boolean;
}

/** The labelled images. Times are milliseconds since the epoch. */
export interface SampleStore {
  /**
   * Stores samples in order, in one transaction. One whose file is there already takes the label
   * given now, goes to the test set if it was given for that, and keeps everything else. One whose
   * label would be one too many is refused, and the others are stored. Of each class a tenth is held
   * out, chosen among those that are new; what was chosen before stays as it is.
   */
  put(samples: readonly NewSample[], at: number): Promise<PutOutcome[]>;
  find(id: string): Promise<Sample | undefined>;
  /** @param hash SHA-256 of a file, hexadecimal */
  findFile(hash: string): Promise<Sample | undefined>;
  /** Which of these ids are samples. */
  stored(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** @returns uint8, [32, 32, 3], RGB; undefined where no earlier release has stored any */
  pixels(id: string): Promise<Uint8Array | undefined>;
  /** @returns WebP; undefined where there is none */
  thumbnail(id: string): Promise<Uint8Array | undefined>;
  /** The history of a sample, deleted or not, oldest first. */
  changes(id: string): Promise<SampleChange[]>;
  /** @throws {InvalidCursorError} for a cursor this store did not give */
  list(filter: SampleFilter, limit: number, cursor?: string): Promise<SamplePage>;
  /** @param since number of a change; 0 for all that ever were */
  count(since: number): Promise<SampleCount[]>;
  /** @param since number of a change; 0 for all that ever were */
  changesSince(since: number): Promise<SampleChanges>;
  /**
   * Every label ever given and the ten of CIFAR-10, in order of their keys, without those that were
   * renamed or deleted.
   */
  labels(): Promise<Label[]>;
  /**
   * Gives labels other keys, with all that refers to them; where two meet in one, they become one.
   *
   * @returns how many were changed
   */
  rekeyLabels(labels: readonly RekeyedLabel[]): Promise<number>;
  /** Sees to it that every class has a sample to learn from. @returns how many changed sides */
  keepLearnable(): Promise<number>;
  /** Some of the samples of a class, those of the test set too. */
  idsOfClass(labelKey: string, limit: number): Promise<string[]>;
  /** Gives all samples of a class another label. */
  renameClass(renaming: ClassRenaming): Promise<RenamedClass>;
  /**
   * What the class that a version answered with is called now, where it was renamed or merged since.
   *
   * @param answered keys of all classes that the version could have answered with
   */
  followRenames(label: Label, answered: ReadonlySet<string>): Promise<Label>;
  /** Takes a label that no sample has out of all lists; one of CIFAR-10 stays. */
  retireLabel(key: string): Promise<void>;
  /** Some of the samples of an earlier release whose files nobody has looked at, in order of ids. */
  toTakeOver(after: string, limit: number): Promise<SampleToTakeOver[]>;
  /** Notes the file of a sample of an earlier release. */
  takeOver(taken: TakenOver): Promise<TakeOverOutcome>;
  relabel(ids: readonly string[], label: Label, at: number): Promise<RelabelledSamples>;
  /** Gives those that are in the test set to training; the others are unchanged. */
  moveToTraining(ids: readonly string[], at: number): Promise<ChangedSamples>;
  delete(ids: readonly string[], at: number): Promise<ChangedSamples>;
}
