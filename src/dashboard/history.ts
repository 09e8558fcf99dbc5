import type { Prediction } from '../store/prediction';
import type { PageNotice } from './data';
import { count, moment } from './format';
import { predictionView, type PredictionView } from './prediction-row';
import { shell, type Shell } from './shell';
import { HISTORY_STRINGS } from './strings/history';
import { STRINGS, text } from './strings/strings';

/** What is looked for, as the address of the page says it. */
export type HistoryQuery = Readonly<Partial<Record<HistoryField, string>>>;

export const HISTORY_FIELDS = [
  'search',
  'class',
  'model_version',
  'feedback',
  'uncertain',
  'min_confidence',
  'max_confidence',
  'from',
  'to',
  'sort',
  'view',
  'cursor',
] as const;
export type HistoryField = (typeof HISTORY_FIELDS)[number];

export interface HistorySource {
  readonly query: HistoryQuery;
  readonly predictions: readonly Prediction[];
  /** Ids of those whose pictures are kept. */
  readonly kept: ReadonlySet<string>;
  readonly nextCursor: string | null;
  /** Labels that a prediction can be given. */
  readonly labels: readonly string[];
  /** Classes and versions to look for. */
  readonly classes: readonly string[];
  readonly versions: readonly string[];
  readonly notice?: PageNotice | undefined;
  readonly now: Date;
  readonly release: string;
}

export interface HistoryView {
  readonly shell: Shell;
  readonly notice: PageNotice | undefined;
  readonly query: HistoryQuery;
  readonly days: readonly DayField[];
  readonly labels: readonly string[];
  readonly classes: readonly Option[];
  readonly versions: readonly Option[];
  readonly feedbacks: readonly Option[];
  readonly sorts: readonly Option[];
  readonly views: readonly {
    readonly name: string;
    readonly href: string;
    readonly isCurrent: boolean;
  }[];
  readonly isGallery: boolean;
  readonly isFiltered: boolean;
  readonly shown: string;
  readonly rows: readonly HistoryRow[];
  readonly empty: string;
  readonly action: string;
  readonly next: { readonly href: string; readonly label: string } | undefined;
  readonly first: string | undefined;
  readonly exports: readonly { readonly label: string; readonly href: string }[];
}

interface Option {
  readonly value: string;
  readonly name: string;
  readonly isChosen: boolean;
}

/** A field for a day: in UTC, unless a script makes it one where the reader is. */
interface DayField {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** What the address says: a day in UTC, or a moment. */
  readonly asked: string;
  /** The moment, where it is one. */
  readonly exact: { readonly at: string; readonly text: string } | undefined;
}

/** A prediction in the table or the gallery. */
export interface HistoryRow extends PredictionView {
  readonly moment: string;
  readonly isUncertain: boolean;
  readonly thumbnail: string | undefined;
  readonly image: string;
  readonly alt: string;
  readonly said: { readonly isRight: boolean; readonly text: string } | undefined;
  readonly canJudge: boolean;
}

/** Predictions on one page. */
export const HISTORY_PAGE = 50;

/** Puts the history into words. */
export function historyPage(source: HistorySource): HistoryView {
  const { query, predictions, nextCursor } = source;
  const isGallery = query.view === 'gallery';
  const isFiltered = HISTORY_FIELDS.some(
    (field) => !['view', 'cursor', 'sort'].includes(field) && query[field] !== undefined,
  );
  const isLabelling = query.sort === 'uncertainty';
  return {
    shell: shell({
      page: 'history',
      release: source.release,
      styles: ['status', 'judge', 'history'],
      strings: HISTORY_STRINGS,
    }),
    notice: source.notice,
    query,
    days: [
      dayField('from', STRINGS.historyFrom, query.from),
      dayField('to', STRINGS.historyTo, query.to),
    ],
    labels: source.labels,
    classes: options(source.classes, query.class, STRINGS.historyAnyClass),
    versions: options(source.versions, query.model_version, STRINGS.historyAnyVersion),
    feedbacks: [
      { value: '', name: STRINGS.historyFeedbackAny, isChosen: query.feedback === undefined },
      ...(['none', 'correct', 'wrong'] as const).map((value) => ({
        value,
        name: STRINGS[`historyFeedback_${value}`],
        isChosen: query.feedback === value,
      })),
    ],
    sorts: (['time', 'uncertainty'] as const).map((value) => ({
      value: value === 'time' ? '' : value,
      name: STRINGS[`historySort_${value}`],
      isChosen: isLabelling === (value === 'uncertainty'),
    })),
    views: (['table', 'gallery'] as const).map((view) => ({
      name: STRINGS[`historyView_${view}`],
      href: hrefOf({ ...query, view: view === 'gallery' ? view : undefined }),
      isCurrent: isGallery === (view === 'gallery'),
    })),
    isGallery,
    isFiltered,
    shown: text('historyCount', { count: count(predictions.length) }),
    rows: predictions.map((prediction) => rowOf(prediction, source)),
    empty: isLabelling
      ? STRINGS.historyEmptyLabelling
      : isFiltered
        ? STRINGS.historyEmptyFilter
        : STRINGS.historyEmpty,
    action: hrefOf(query),
    next:
      nextCursor === null
        ? undefined
        : {
            href: hrefOf({ ...query, cursor: nextCursor }),
            label: isLabelling ? STRINGS.historyNext : STRINGS.historyOlder,
          },
    first: query.cursor === undefined ? undefined : hrefOf({ ...query, cursor: undefined }),
    exports: [
      { label: STRINGS.historyExportCsv, href: exportHref(query, 'csv') },
      { label: STRINGS.historyExportJson, href: exportHref(query, 'json') },
    ],
  };
}

function rowOf(prediction: Prediction, { kept, now }: HistorySource): HistoryRow {
  const { id, fileName, feedback, uncertain, createdAt } = prediction;
  const isKept = kept.has(id);
  return {
    ...predictionView(prediction, now.getTime()),
    moment: moment(new Date(createdAt)),
    isUncertain: uncertain,
    thumbnail: isKept ? `/api/predictions/${id}/thumbnail` : undefined,
    image: `/api/predictions/${id}/image?format=webp`,
    alt: text('historyPictureOf', { file: fileName }),
    said:
      feedback === undefined
        ? undefined
        : {
            isRight: feedback.verdict === 'correct',
            text:
              feedback.verdict === 'correct'
                ? STRINGS.historySaidRight
                : text('historySaidWrong', { label: feedback.label }),
          },
    canJudge: isKept && feedback === undefined,
  };
}

function dayField(name: string, label: string, asked = ''): DayField {
  const at = asked.includes('T') ? new Date(asked) : undefined;
  return {
    name,
    label,
    value: at === undefined ? asked : at.toISOString().slice(0, 10),
    asked,
    exact: at && {
      at: at.toISOString(),
      text: text('historyExact', { time: moment(at) }),
    },
  };
}

function options(values: readonly string[], chosen: string | undefined, any: string): Option[] {
  const all = chosen === undefined || values.includes(chosen) ? values : [chosen, ...values];
  return [
    { value: '', name: any, isChosen: chosen === undefined },
    ...all.map((value) => ({ value, name: value, isChosen: value === chosen })),
  ];
}

function hrefOf(query: Readonly<Partial<Record<HistoryField, string | undefined>>>): string {
  const text = asText(query, HISTORY_FIELDS);
  return text === '' ? '/history' : `/history?${text}`;
}

function exportHref(query: HistoryQuery, format: string): string {
  const fields = HISTORY_FIELDS.filter((field) => !['view', 'cursor', 'sort'].includes(field));
  const text = asText(query, fields);
  return `/api/predictions/export?format=${format}${text === '' ? '' : `&${text}`}`;
}

function asText(
  query: Readonly<Partial<Record<HistoryField, string | undefined>>>,
  fields: readonly HistoryField[],
): string {
  const given = fields.flatMap((field): [string, string][] => {
    const value = query[field];
    return value === undefined || value === '' ? [] : [[field, value]];
  });
  return new URLSearchParams(given).toString();
}
