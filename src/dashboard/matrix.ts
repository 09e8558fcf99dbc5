import { count, percent } from './format';
import { text } from './strings/strings';

/** A confusion matrix as a table, whose cells are links. */
export interface MatrixView {
  readonly classNames: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    readonly cells: readonly {
      readonly count: string;
      readonly title: string;
      readonly href: string;
      /** 0-9: how strongly it is coloured. */
      readonly heat: number;
      readonly isRight: boolean;
      readonly isChosen: boolean;
    }[];
  }[];
}

export interface MatrixSource {
  readonly classNames: readonly string[];
  /** [classes][classes]: rows: what it is, columns: what it is taken for */
  readonly counts: readonly (readonly number[])[];
  readonly hrefOf: (truth: string, predicted: string) => string;
  readonly chosen: { readonly truth: string; readonly predicted: string } | undefined;
}

const HEATS = 10;
/** A matrix of more classes than that cannot be read as a table. */
const MAX_MATRIX_CLASSES = 40;

/** @returns undefined where there are too many classes for a table */
export function matrixView({
  classNames,
  counts,
  hrefOf,
  chosen,
}: MatrixSource): MatrixView | undefined {
  if (classNames.length > MAX_MATRIX_CLASSES) return undefined;
  const totals = counts.map((row) => row.reduce((total, n) => total + n, 0));
  const countOf = (truth: number, predicted: number): number => counts[truth]?.[predicted] ?? 0;
  const share = (truth: number, predicted: number): number =>
    countOf(truth, predicted) / Math.max(1, totals[truth] ?? 0);
  const worst = Math.max(
    1e-9,
    ...classNames.flatMap((_, t) => classNames.map((__, p) => (t === p ? 0 : share(t, p)))),
  );
  return {
    classNames,
    rows: classNames.map((truth, t) => ({
      name: truth,
      cells: classNames.map((predicted, p) => {
        const n = countOf(t, p);
        const heat = t === p ? share(t, p) : share(t, p) / worst;
        return {
          count: n === 0 ? '' : count(n),
          title: text('modelMatrixCell', {
            truth,
            predicted,
            count: count(n),
            total: count(totals[t] ?? 0),
            percent: percent(share(t, p)),
          }),
          href: hrefOf(truth, predicted),
          heat: n === 0 ? 0 : Math.min(HEATS - 1, 1 + Math.floor(heat * (HEATS - 1))),
          isRight: t === p,
          isChosen: chosen?.truth === truth && chosen.predicted === predicted,
        };
      }),
    })),
  };
}
