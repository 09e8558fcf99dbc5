import type { ChartFacts } from '../charts/document';
import type { ModelCard } from '../registry/card';
import type { OwnPictures, ShareOfPictures } from '../registry/own-pictures';
import type { Sample } from '../store/samples/sample';
import { count, percent } from './format';
import { matrixView, type MatrixView } from './matrix';
import { sampleTile } from './sample-tile';
import { STRINGS, text } from './strings/strings';

export interface OwnSource {
  readonly card: ModelCard;
  /** The learning curve as a picture, where there is one. */
  readonly curve: ({ readonly filename: string } & ChartFacts) | undefined;
  /** The cell of the confusion matrix that is looked at, and those of its pictures that are still there. */
  readonly cell?: OwnCell | undefined;
}

export interface OwnCell {
  readonly truth: string;
  readonly predicted: string;
  readonly examples: readonly Sample[];
}

/** How a version does on its user's pictures, in words. */
export interface OwnView {
  readonly accuracy: string;
  readonly accuracyOf: string;
  /** What is likely for others. */
  readonly interval: string;
  /** What else is to be known of that figure. */
  readonly notes: readonly string[];
  readonly advice: { readonly text: string; readonly from: string } | undefined;
  readonly classes: readonly OwnClassRow[];
  readonly matrix: MatrixView | undefined;
  readonly cell: OwnCellView | undefined;
  readonly curve: ({ readonly url: string } & ChartFacts) | undefined;
}

interface OwnClassRow {
  readonly name: string;
  readonly learned: string;
  readonly found: string;
  readonly share: string;
  readonly likely: string;
  readonly called: string;
}

interface OwnCellView {
  readonly heading: string;
  readonly text: string;
  readonly examples: readonly {
    readonly url: string;
    readonly href: string;
    readonly alt: string;
    readonly isSmall: boolean;
  }[];
}

/** @returns undefined of a version that was not judged on any such picture */
export function ownView({ card, curve, cell }: OwnSource): OwnView | undefined {
  const { own } = card.metrics;
  if (!own) return undefined;
  return {
    accuracy: text('ownAccuracy', { percent: percent(own.accuracy.value) }),
    accuracyOf: text('ownAccuracyOf', {
      right: count(own.accuracy.right),
      count: count(own.accuracy.pictures),
    }),
    interval: text('ownInterval', {
      low: wholePercent(own.accuracy.low),
      high: wholePercent(own.accuracy.high),
    }),
    notes: notesOf(own),
    advice: adviceOf(card, own),
    classes: classRows(card, own),
    matrix: matrixOf(card, own, cell),
    cell: cell && cellView(card, own, cell),
    curve: curve && {
      ...curve,
      url: `/api/visualizations/${curve.filename}?version=${encodeURIComponent(card.version)}`,
    },
  };
}

/** The same in one line; undefined of a version that was not judged on any such picture. */
export function ownInShort({ metrics: { own } }: Pick<ModelCard, 'metrics'>): string | undefined {
  return own ? ownFigure(own) : undefined;
}

/** `92.0% of 50 own pictures right (likely 81% to 97%)` */
export function ownFigure({ accuracy }: Pick<OwnPictures, 'accuracy'>): string {
  const { value, pictures, low, high } = accuracy;
  return text('ownShort', {
    percent: percent(value),
    count: count(pictures),
    low: wholePercent(low),
    high: wholePercent(high),
  });
}

/** `20 more pictures of bee would help most: perhaps 6 points more of them right.` */
export function adviceOf(
  { class_names: classNames }: Pick<ModelCard, 'class_names'>,
  { advice }: OwnPictures,
): OwnView['advice'] {
  if (advice === null) return undefined;
  const points = Math.max(1, Math.round(100 * advice.gain));
  return {
    text: text('ownAdvice', {
      more: advice.more_pictures,
      class: classNames[advice.class]!,
      points,
    }),
    from: advice.exponent_from === 'usual' ? STRINGS.ownAdviceUsual : STRINGS.ownAdviceMeasured,
  };
}

/** The pictures of a cell of the confusion matrix, by their ids; empty where there is no such cell. */
export function examplesOfCell(
  { class_names: classNames, metrics: { own } }: ModelCard,
  truth: string,
  predicted: string,
): readonly string[] {
  const [t, p] = [classNames.indexOf(truth), classNames.indexOf(predicted)];
  const cell = own?.confusion.find(({ actual, predicted: called }) => actual === t && called === p);
  return cell?.examples ?? [];
}

function notesOf(own: OwnPictures): string[] {
  const judged = own.classes.filter(({ recall }) => recall !== null).length;
  return [
    howJudged(own),
    ...(judged < 2
      ? []
      : [text('ownMean', { percent: percent(own.mean_recall), count: count(judged) })]),
    ...(own.not_judged === 0 ? [] : [text('ownNotJudged', { count: count(own.not_judged) })]),
  ];
}

function howJudged({ judged_by: judgedBy, accuracy, not_judged, classes }: OwnPictures): string {
  if (judgedBy === 'held_out') return STRINGS.ownHeldOut;
  const learned = classes.reduce((sum, one) => sum + one.learned, 0);
  const heldOut = accuracy.pictures + not_judged - learned;
  return heldOut <= 0
    ? STRINGS.ownLeaveOneOut
    : text('ownLeaveOneOutOrHeldOut', { count: count(heldOut) });
}

/** Classes that neither have pictures nor were named for one are left out: nothing is known of them. */
function classRows({ class_names: classNames }: ModelCard, own: OwnPictures): OwnClassRow[] {
  return own.classes.flatMap(({ learned, recall, called }, c) => {
    if (learned === 0 && recall === null && called === 0) return [];
    return [
      {
        name: classNames[c]!,
        learned: count(learned),
        found:
          recall === null
            ? STRINGS.none
            : text('ownFoundValue', {
                right: count(recall.right),
                count: count(recall.pictures),
              }),
        share: recall === null ? STRINGS.none : percent(recall.value),
        likely: recall === null ? STRINGS.none : likely(recall),
        called:
          called === 0
            ? STRINGS.none
            : text('ownFoundValue', { right: count(recall?.right ?? 0), count: count(called) }),
      },
    ];
  });
}

/** Of the classes that occur in it alone: a class without pictures would be an empty row. */
function matrixOf(
  { class_names: classNames, version }: ModelCard,
  own: OwnPictures,
  cell: OwnCell | undefined,
): MatrixView | undefined {
  const occurring = [...own.classes.keys()].filter((c) => {
    const { recall, called } = own.classes[c]!;
    return recall !== null || called > 0;
  });
  const places = new Map(occurring.map((c, place) => [c, place]));
  const counts = occurring.map(() => occurring.map(() => 0));
  for (const { actual, predicted, pictures } of own.confusion) {
    counts[places.get(actual)!]![places.get(predicted)!] = pictures;
  }
  return matrixView({
    classNames: occurring.map((c) => classNames[c]!),
    counts,
    hrefOf: (truth, called) => {
      const query = new URLSearchParams({ actual: truth, called }).toString();
      return `/models/${encodeURIComponent(version)}?${query}#own-matrix`;
    },
    chosen: cell,
  });
}

function cellView(
  card: ModelCard,
  { confusion }: OwnPictures,
  { truth, predicted, examples }: OwnCell,
): OwnCellView {
  const [t, p] = [card.class_names.indexOf(truth), card.class_names.indexOf(predicted)];
  const pictures =
    confusion.find((cell) => cell.actual === t && cell.predicted === p)?.pictures ?? 0;
  return {
    heading:
      truth === predicted
        ? text('ownExamplesRight', { truth })
        : text('ownExamplesWrong', { truth, predicted }),
    text:
      examples.length === 0
        ? STRINGS.ownExamplesGone
        : text('ownExamplesSome', { shown: count(examples.length), count: count(pictures) }),
    examples: examples.map((sample) => {
      const { thumbnailUrl, imageUrl, fileName, isSmall } = sampleTile(sample, null);
      return {
        url: thumbnailUrl,
        href: imageUrl,
        alt: text('ownExampleAlt', { file: fileName, truth, predicted }),
        isSmall,
      };
    }),
  };
}

function likely({ low, high }: ShareOfPictures): string {
  return text('ownLikelyValue', { low: wholePercent(low), high: wholePercent(high) });
}

/** Whole per cent: of the ends of an interval more would be a lie. */
function wholePercent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
