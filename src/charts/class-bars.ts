import { chartDocument, MARGIN, name } from './document';
import { widestOf, widthOf } from './fit-text';
import { element, escaped, group, title } from './markup';
import { line, plot, roundTicks } from './plot';

export interface BarSeries {
  readonly name: string;
  /** one for each class, not negative */
  readonly values: readonly number[];
}

export interface ClassBarsData {
  readonly heading: string;
  readonly remark: string;
  readonly description: string;
  readonly classNames: readonly string[];
  /** at most ten */
  readonly series: readonly BarSeries[];
  /** one bar with all series behind each other, or a bar for each */
  readonly arrangement: 'stacked' | 'side by side';
  /** where the scale ends; the largest value when it is not given */
  readonly end?: number;
  readonly text: (value: number) => string;
  /** of values on the scale; the same as `text` when it is not given */
  readonly tickText?: (value: number) => string;
}

const MOST_NAME = 180;
const WIDTH = 420;
const SWATCH = 18;
const LEGEND_ROW = 20;
const LEGEND_GAP = 20;
const TICKS_HEIGHT = 26;

/** Horizontal bars, one or more for each class. */
export function classBarsChart(data: ClassBarsData): string {
  const { classNames, series, arrangement, text, tickText = text } = data;
  const bar = arrangement === 'stacked' ? 16 : 13;
  const row = (arrangement === 'stacked' ? bar : bar * series.length) + 8;
  const left = widestOf(classNames, 12, MOST_NAME) + 10;
  const totals = classNames.map((_, c) => {
    const values = series.map(({ values }) => values[c]!);
    return arrangement === 'stacked' ? sum(values) : Math.max(...values);
  });
  const end = Math.max(Number.MIN_VALUE, data.end ?? Math.max(0, ...totals));
  const figures = Math.max(0, ...totals.map((value) => widthOf(text(value), 11)));
  const width = Math.ceil(left + WIDTH + figures + 12);
  const legend = legendOf(series, width);
  const area = plot({
    left,
    top: legend.height,
    width: WIDTH,
    height: row * classNames.length,
    xRange: [0, end],
    yRange: [0, 1],
  });
  const bottom = legend.height + area.height;
  const ticks = roundTicks(0, end, 5);
  return chartDocument({
    ...data,
    width: width + 2 * MARGIN,
    height: bottom + TICKS_HEIGHT,
    body: [
      legend.markup,
      ...ticks.flatMap((value) => [
        line(area.x(value), legend.height, area.x(value), bottom, 'line'),
        element(
          'text',
          { class: 'soft small middle', x: area.x(value), y: bottom + 16 },
          escaped(tickText(value)),
        ),
      ]),
      ...classNames.map((className, c) => {
        const top = legend.height + c * row + 4;
        const middle = legend.height + (c + 0.5) * row;
        return group(
          {},
          name(className, left - 10, 12, { class: 'end', x: left - 10, y: middle + 4 }),
          ...(arrangement === 'stacked' ? stackedBars : barsSideBySide)(
            series.map(({ name: seriesName, values }, s) => ({
              look: `f${s}`,
              value: values[c]!,
              tip: `${className}, ${seriesName}: ${text(values[c]!)}`,
            })),
            { x: area.x, top, height: bar },
            text,
          ),
        );
      }),
    ].join(''),
  });
}

interface Bar {
  readonly look: string;
  readonly value: number;
  readonly tip: string;
}

interface Place {
  readonly x: (value: number) => number;
  readonly top: number;
  readonly height: number;
}

function stackedBars(
  bars: readonly Bar[],
  place: Place,
  text: (value: number) => string,
): string[] {
  const { x, top, height } = place;
  let from = 0;
  const drawn = bars.map(({ look, value, tip }) => {
    const start = from;
    from += value;
    return value === 0 ? '' : barBetween(x(start), x(from), top, height, look, tip);
  });
  return [...drawn, figure(text(from), x(from), top + height / 2)];
}

function barsSideBySide(
  bars: readonly Bar[],
  { x, top, height }: Place,
  text: (value: number) => string,
): string[] {
  return bars.flatMap(({ look, value, tip }, i) => [
    barBetween(x(0), x(value), top + i * height, height - 1, look, tip),
    figure(text(value), x(value), top + (i + 0.5) * height),
  ]);
}

function barBetween(
  from: number,
  to: number,
  y: number,
  height: number,
  look: string,
  tip: string,
): string {
  return element('rect', { class: look, x: from, y, width: to - from, height }, title(tip));
}

function figure(text: string, x: number, y: number): string {
  return element('text', { class: 'soft small', x: x + 6, y: y + 4 }, escaped(text));
}

/** The names of the series, in as many rows as they need. */
function legendOf(series: readonly BarSeries[], width: number): { markup: string; height: number } {
  const most = width - SWATCH;
  let [x, y] = [0, 0];
  const items = series.map(({ name: text }, i) => {
    const needed = SWATCH + widestOf([text], 12, most);
    if (x > 0 && x + needed > width) [x, y] = [0, y + LEGEND_ROW];
    const left = x;
    x += needed + LEGEND_GAP;
    return group(
      {},
      element('rect', { class: `f${i}`, x: left, y: y + 2, width: 12, height: 12 }),
      name(text, most, 12, { x: left + SWATCH, y: y + 12 }),
    );
  });
  return { markup: group({}, ...items), height: y + LEGEND_ROW + 4 };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
