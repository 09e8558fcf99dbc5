import { createHash } from 'node:crypto';
import { acceptAttribute, formatNames, type ImageFormat } from '../config/image-formats';
import { SAMPLE_SOURCES, type SamplePage, type SampleSource } from '../store/samples/sample';
import { classBalance, type ClassPictures } from './class-balance';
import { fileKinds } from './file-kinds';
import { count, fileSize } from './format';
import { sampleTile, type SampleTile } from './sample-tile';
import { shell, type Shell } from './shell';
import { DATA_STRINGS } from './strings/data';
import { STRINGS, text } from './strings/strings';
import { uploadResultView, type UploadAnswer, type UploadResultView } from './upload-result';

/** What GET /api/dataset answers, as far as it is shown. */
export interface DatasetNumbers {
  readonly total: number;
  readonly held_out: number;
  /** Of the test set, which is in no other number. */
  readonly test: number;
  readonly classes: readonly (ClassPictures & { readonly test: number })[];
  readonly last_training_at: string | null;
  readonly since_last_training: { readonly samples: number };
}

/** Which pictures are looked at. */
export interface DataQuery {
  readonly label?: string | undefined;
  readonly source?: SampleSource | undefined;
  /** The test set; without it, everything else. */
  readonly split?: 'test' | undefined;
  readonly cursor?: string | undefined;
}

/** A class that was to get the name of another one. */
export interface ClassMerging {
  /** The name that was given. */
  readonly name: string;
  /** The class that has it, as it is spelled. */
  readonly into: string;
}

/** Something to say above everything else. */
export interface PageNotice {
  readonly level: 'good' | 'bad';
  readonly text: string;
}

export interface DataSource {
  readonly dataset: DatasetNumbers;
  readonly page: SamplePage;
  /** The last change of samples before the last training; null before the first one. */
  readonly trainedChange: number | null;
  readonly query: DataQuery;
  /** Every label that was ever given. */
  readonly labels: readonly string[];
  /** Of the model in service; undefined while it loads. */
  readonly knownClasses: readonly string[] | undefined;
  readonly limits: {
    readonly maxFileBytes: number;
    readonly maxUploadFiles: number;
    /** Of one upload, all its files together. */
    readonly maxUploadBytes: number;
    readonly formats: readonly ImageFormat[];
  };
  /** Of the upload that this page answers. */
  readonly upload?: UploadAnswer | undefined;
  readonly notice?: PageNotice | undefined;
  /** Whoever renamed a class is asked whether the two are to become one. */
  readonly merging?: ClassMerging | undefined;
  readonly release: string;
}

/** What the page shows, in words. */
export interface DataView {
  readonly shell: Shell;
  readonly notice: PageNotice | undefined;
  readonly summary: readonly string[];
  readonly whatIsNew: string;
  readonly isEmpty: boolean;
  readonly hasTestSet: boolean;
  readonly upload: {
    readonly action: string;
    /** For the `accept` attribute of the file field. */
    readonly accept: string;
    readonly hint: string;
    readonly label: string;
    readonly result: UploadResultView | undefined;
  };
  readonly labels: readonly string[];
  readonly balance:
    | {
        readonly url: string;
        readonly width: number;
        readonly height: number;
        readonly alt: string;
      }
    | undefined;
  readonly classes: {
    readonly all: ClassLink;
    readonly each: readonly ClassLink[];
  };
  readonly gallery: {
    readonly heading: string;
    readonly shown: string;
    readonly label: string;
    readonly source: string;
    readonly sources: readonly { readonly value: string; readonly name: string }[];
    readonly split: string;
    readonly tiles: readonly SampleTile[];
    /** Forms that change the class; undefined where none is chosen, or it has no picture. */
    readonly classForms: ClassForms | undefined;
    /** A picture that gets another label now is new to the model. */
    readonly marksNew: boolean;
    readonly empty: string;
    /** Where this list goes on, and where it begins. */
    readonly next: string | undefined;
    readonly first: string | undefined;
    /** Where a form of this list sends what is to be done. */
    readonly action: string;
  };
}

interface ClassForms {
  readonly action: string;
  readonly renameField: string;
  readonly name: string;
  /** What a merge means, and its button; undefined while nobody has asked for one. */
  readonly merge: { readonly help: string; readonly button: string } | undefined;
  readonly deleteHelp: string;
  readonly deleteYes: string;
}

interface ClassLink {
  readonly label: string;
  readonly href: string;
  readonly count: string;
  readonly isCurrent: boolean;
  /** The number key that gives this class; undefined from the eleventh on. */
  readonly key: string | undefined;
  /** The model in service does not know it. */
  readonly isUnknown: boolean;
}

/** Pictures on one page. */
export const PAGE_SIZE = 60;

const KEYS = '1234567890';
const ARCHIVES = ['.zip', '.tar', '.tgz', '.gz'];

/** Puts the labelled pictures into words. */
export function dataPage(source: DataSource): DataView {
  const { dataset, query, limits, upload } = source;
  const label = query.label ?? '';
  return {
    shell: shell({
      page: 'data',
      release: source.release,
      styles: ['data'],
      strings: DATA_STRINGS,
      data: {
        maxFileBytes: limits.maxFileBytes,
        maxBatchFiles: limits.maxUploadFiles,
        maxBatchBytes: limits.maxUploadBytes,
        ...fileKinds(limits.formats),
      },
    }),
    notice: source.notice,
    summary: summaryOf(dataset),
    whatIsNew: whatIsNew(dataset),
    isEmpty: dataset.total === 0,
    hasTestSet: dataset.test > 0,
    upload: {
      action: href('/data', { label: query.label, source: query.source, split: query.split }),
      accept: [acceptAttribute(limits.formats), ...ARCHIVES].join(','),
      hint: text('dataUploadHint', {
        formats: formatNames(limits.formats),
        size: fileSize(limits.maxFileBytes),
        total: fileSize(limits.maxUploadBytes),
      }),
      label,
      result: upload && uploadResultView(upload),
    },
    labels: source.labels,
    balance: balanceOf(dataset),
    classes: classesOf(source),
    gallery: galleryOf(source),
  };
}

/** `1 picture`, `1,234 pictures` */
export function pictures(n: number): string {
  return text('dataPictures', { count: count(n) });
}

function summaryOf({ total, held_out: heldOut, test, classes }: DatasetNumbers): string[] {
  const ofTest = test === 0 ? [] : [text('dataInTestSet', { count: count(test) })];
  if (total === 0) return [STRINGS.dataNone, ...ofTest];
  const filled = classes.filter(({ samples }) => samples > 0).length;
  return [
    `${pictures(total)} ${text('dataOfClasses', { count: count(filled) })}`,
    ...(heldOut === 0 ? [] : [text('dataHeldOut', { count: count(heldOut) })]),
    ...ofTest,
  ];
}

function whatIsNew({ last_training_at: trainedAt, since_last_training }: DatasetNumbers): string {
  const { samples } = since_last_training;
  if (samples > 0 && trainedAt !== null) return text('dataNewSince', { count: count(samples) });
  return trainedAt === null ? STRINGS.dataNeverTrained : STRINGS.dataNothingNew;
}

function balanceOf({ classes }: DatasetNumbers): DataView['balance'] {
  const balance = classBalance(classes);
  if (balance === undefined) return undefined;
  const { svg, ...rest } = balance;
  // Another picture has another address, so that none is kept too long.
  const version = createHash('sha256').update(svg).digest('hex').slice(0, 12);
  return { url: `/data/classes.svg?is=${version}`, ...rest };
}

/** Those with pictures first, and the one that is begun: they are what the number keys are for. */
function classesOf({ dataset, query, knownClasses }: DataSource): DataView['classes'] {
  const isCurrent = (label: string): boolean => folded(label) === folded(query.label ?? '');
  const known = knownClasses && new Set(knownClasses.map(folded));
  const isThere = dataset.classes.some(({ label }) => isCurrent(label));
  const begun = query.label === undefined || isThere ? [] : [{ label: query.label, samples: 0 }];
  const isUsed = ({ label, samples }: { label: string; samples: number }): boolean =>
    samples > 0 || begun.some((other) => other.label === label);
  const listed = [...dataset.classes, ...begun].sort(
    (a, b) => Number(isUsed(b)) - Number(isUsed(a)) || a.label.localeCompare(b.label, 'en'),
  );
  return {
    all: {
      label: STRINGS.dataAllClasses,
      href: href('/data', { source: query.source }),
      count: count(dataset.total),
      isCurrent: query.label === undefined,
      key: undefined,
      isUnknown: false,
    },
    each: listed.map(({ label, samples }, position) => ({
      label,
      href: href('/data', { label, source: query.source }),
      count: count(samples),
      isCurrent: query.label !== undefined && isCurrent(label),
      key: KEYS[position],
      isUnknown: known !== undefined && !known.has(folded(label)),
    })),
  };
}

function galleryOf(of: DataSource): DataView['gallery'] {
  const { dataset, page, query, trainedChange } = of;
  const { label, source, split, cursor } = query;
  const group = dataset.classes.find((other) => folded(other.label) === folded(label ?? ''));
  const all = label === undefined ? { samples: dataset.total, test: dataset.test } : group;
  const total = (split === 'test' ? all?.test : all?.samples) ?? 0;
  const shown = count(page.samples.length);
  return {
    heading: label === undefined ? STRINGS.dataImagesHeading : text('dataImagesOf', { label }),
    shown:
      page.samples.length === 0 || source !== undefined
        ? ''
        : text(cursor === undefined ? 'dataShown' : 'dataShownAfter', {
            shown,
            total: count(total),
          }),
    label: label ?? '',
    source: source ?? '',
    split: split ?? '',
    classForms: classFormsOf(of),
    sources: SAMPLE_SOURCES.map((value) => ({ value, name: STRINGS[`dataSource_${value}`] })),
    tiles: page.samples.map((sample) => sampleTile(sample, trainedChange)),
    marksNew: trainedChange !== null,
    empty: emptyText(query),
    next:
      page.nextCursor === null
        ? undefined
        : href('/data', { label, source, split, cursor: page.nextCursor }),
    first: cursor === undefined ? undefined : href('/data', { label, source, split }),
    action: href('/data', { label, source, split, cursor }),
  };
}

function classFormsOf({ dataset, query: { label }, merging }: DataSource): ClassForms | undefined {
  const group = dataset.classes.find((other) => folded(other.label) === folded(label ?? ''));
  if (label === undefined || group === undefined || group.samples + group.test === 0) {
    return undefined;
  }
  return {
    action: href('/data', { label }),
    renameField: text('dataClassRenameField', { label }),
    name: merging?.name ?? '',
    merge: merging && {
      help: text('dataClassMergeHelp', { label, into: merging.into }),
      button: text('dataClassMerge', { into: merging.into }),
    },
    deleteHelp: text('dataClassDeleteHelp', {
      pictures: pictures(group.samples + group.test),
      label,
    }),
    deleteYes: text('dataClassDeleteYes', { label }),
  };
}

function emptyText({ label, source, split }: DataQuery): string {
  if (split === 'test') return STRINGS.dataEmptyTest;
  if (source !== undefined) return STRINGS.dataEmptyFilter;
  return label === undefined ? STRINGS.dataEmpty : text('dataEmptyClass', { label });
}

function href(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] =>
    Boolean(entry[1]),
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

/** Two spellings of one class are one class. */
function folded(label: string): string {
  return label.trim().normalize('NFKC').toLowerCase();
}
