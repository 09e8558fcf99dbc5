import { classDistributionChart } from '../charts/class-distribution';
import { count } from './format';
import { STRINGS, text } from './strings/strings';

/** The labelled pictures of one class, counted. */
export interface ClassPictures {
  readonly label: string;
  readonly samples: number;
  /** Of these, kept out of training. */
  readonly held_out: number;
}

/** The chart of the classes, with its words for those who do not see it. */
export interface ClassBalance {
  /** SVG */
  readonly svg: string;
  /** Pixels, so that a page can leave room for it. */
  readonly width: number;
  readonly height: number;
  readonly alt: string;
}

/** Bars of the chart; with more of them none could be read. */
export const CHART_CLASSES = 40;

/**
 * Draws how many pictures each class has: those with the most pictures, in the order of the list.
 *
 * @returns undefined while there is no picture
 */
export function classBalance(classes: readonly ClassPictures[]): ClassBalance | undefined {
  const filled = classes.filter(({ samples }) => samples > 0);
  if (filled.length === 0) return undefined;
  const largest = new Set(
    [...filled].sort((a, b) => b.samples - a.samples).slice(0, CHART_CLASSES),
  );
  const shown = filled.filter((group) => largest.has(group));
  const svg = classDistributionChart({
    classNames: shown.map(({ label }) => label),
    series: [
      { name: STRINGS.dataSeriesLearned, values: shown.map((c) => c.samples - c.held_out) },
      { name: STRINGS.dataSeriesHeldOut, values: shown.map((c) => c.held_out) },
    ],
    remark:
      shown.length === filled.length
        ? ''
        : text('dataBalanceLargest', { shown: count(shown.length), total: count(filled.length) }),
  });
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!;
  return {
    svg,
    width: Number(width),
    height: Number(height),
    alt: text('dataBalanceAlt', {
      list: shown.map(({ label, samples }) => `${label} ${count(samples)}`).join(', '),
    }),
  };
}
