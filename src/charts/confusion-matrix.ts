import { chartDocument, MARGIN, name } from './document';
import { widestOf, widthOf } from './fit-text';
import { count, images, percent } from './format';
import { element, escaped, fixed, group, title } from './markup';

export interface ConfusionMatrixData {
  readonly classNames: readonly string[];
  /** rows: true class, columns: predicted class; counts */
  readonly matrix: readonly (readonly number[])[];
  /** On which images, in a few words; empty for nothing. */
  readonly remark: string;
}

const MOST_NAME = 150;
const MIN_WIDTH = 420;
/** Columns are named at this slope, which lets names of any length stand over narrow columns. */
const SLOPE = Math.SQRT1_2;

/**
 * A heat map of what is taken for what: the diagonal by the share of the class that is found, the
 * rest by the share that goes wrong there, on a scale of its own, as mistakes are rare.
 */
export function confusionMatrixChart({ classNames, matrix, remark }: ConfusionMatrixData): string {
  const cell = cellSize(classNames.length);
  const size = cell >= 20 ? 12 : 10;
  const names = widestOf(classNames, size, MOST_NAME);
  const left = 22 + names + 8;
  const top = 22 + (names + size) * SLOPE + 4;
  const side = cell * classNames.length;
  const legendTop = top + side + 24;
  const width = Math.max(MIN_WIDTH, left + side + names * SLOPE + 4) + 2 * MARGIN;
  return chartDocument({
    heading: 'Confusion matrix',
    remark,
    description: describe(classNames, matrix),
    width: Math.ceil(width),
    height: legendTop + 16,
    body: [
      element('rect', { class: 'sunk', x: left, y: top, width: side, height: side }),
      ...cells(classNames, matrix, cell, left, top),
      ...classNames.map((text, i) =>
        columnName(text, left + (i + 0.5) * cell, top - 6, names, size),
      ),
      ...classNames.map((text, i) =>
        name(text, names, size, {
          class: size === 12 ? 'end' : 'end small',
          x: left - 8,
          y: top + (i + 0.5) * cell + 4,
        }),
      ),
      element('text', { class: 'soft', x: left, y: 12 }, 'Predicted class'),
      element(
        'text',
        {
          class: 'soft middle',
          transform: `translate(12 ${fixed(top + side / 2)}) rotate(-90)`,
        },
        'True class',
      ),
      legend(legendTop, greatestMistake(matrix)),
    ].join(''),
  });
}

function cellSize(classes: number): number {
  if (classes <= 12) return 44;
  if (classes <= 20) return 30;
  return classes <= 32 ? 22 : 16;
}

function cells(
  classNames: readonly string[],
  matrix: readonly (readonly number[])[],
  cell: number,
  left: number,
  top: number,
): string[] {
  const worst = greatestMistake(matrix);
  return matrix.flatMap((row, truth) => {
    const total = row.reduce((sum, n) => sum + n, 0);
    return row.flatMap((n, predicted) => {
      if (n === 0) return [];
      const share = n / total;
      const isRight = truth === predicted;
      const opacity = isRight ? rightOpacity(share) : wrongOpacity(share / worst);
      const [x, y] = [left + predicted * cell, top + truth * cell];
      return group(
        {},
        title(
          `${classNames[truth]!} taken for ${classNames[predicted]!}: ${count(n)} of ${count(total)} (${percent(share)})`,
        ),
        element('rect', {
          class: isRight ? 'accent' : 'wrong',
          'fill-opacity': opacity,
          x: x + 0.5,
          y: y + 0.5,
          width: cell - 1,
          height: cell - 1,
        }),
        cellText(n, x + cell / 2, y + cell / 2, cell, isRight && share >= 0.5),
      );
    });
  });
}

/** Steps over the middle tones, on which neither light nor dark text can be read. */
function rightOpacity(share: number): number {
  return share >= 0.5 ? 0.85 + 0.3 * (share - 0.5) : 0.9 * share;
}

function wrongOpacity(shareOfWorst: number): number {
  return 0.08 + 0.42 * shareOfWorst;
}

function cellText(n: number, x: number, y: number, cell: number, isOnFill: boolean): string {
  const text = String(n);
  const size = [12, 9].find((candidate) => widthOf(text, candidate) <= cell - 4);
  if (size === undefined) return '';
  const look = `middle${size === 12 ? '' : ' tiny'}${isOnFill ? ' on-fill' : ''}`;
  return element('text', { class: look, x, y: y + size * 0.36 }, text);
}

function columnName(text: string, x: number, y: number, room: number, size: number): string {
  return name(text, room, size, {
    class: size === 12 ? undefined : 'small',
    transform: `translate(${fixed(x)} ${fixed(y)}) rotate(-45)`,
  });
}

function legend(y: number, worst: number): string {
  const swatch = (look: string, x: number, opacity: number): string =>
    element('rect', { class: look, 'fill-opacity': opacity, x, y, width: 12, height: 12 });
  const text = (content: string, x: number): string =>
    element('text', { class: 'soft small', x, y: y + 10 }, escaped(content));
  return group(
    {},
    swatch('accent', 0, 1),
    text('right', 18),
    swatch('wrong', 74, wrongOpacity(0)),
    swatch('wrong', 86, wrongOpacity(1)),
    text(`wrong: up to ${percent(worst)} of a class`, 104),
  );
}

/** The largest share of a class that is taken for one other class. */
function greatestMistake(matrix: readonly (readonly number[])[]): number {
  const shares = matrix.flatMap((row, truth) => {
    const total = row.reduce((sum, n) => sum + n, 0);
    return row.filter((n, predicted) => predicted !== truth && n > 0).map((n) => n / total);
  });
  return Math.max(0, ...shares);
}

function describe(classNames: readonly string[], matrix: readonly (readonly number[])[]): string {
  const total = matrix.flat().reduce((sum, n) => sum + n, 0);
  const right = matrix.reduce((sum, row, c) => sum + row[c]!, 0);
  const mistakes = matrix
    .flatMap((row, truth) => row.map((n, predicted) => ({ n, truth, predicted })))
    .filter(({ n, truth, predicted }) => n > 0 && truth !== predicted)
    .sort((a, b) => b.n - a.n)
    .slice(0, 3)
    .map(
      ({ n, truth, predicted }) =>
        `${classNames[truth]!} taken for ${classNames[predicted]!} (${images(n)})`,
    );
  const most = mistakes.length === 0 ? '' : ` The most frequent mistakes: ${mistakes.join(', ')}.`;
  return `Of ${images(total)}, ${count(right)} are classified right.${most}`;
}
