import { element, escaped, fixed, group } from './markup';

/** Where values lie on the paper. */
export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** From the left edge to the right one. */
  readonly xRange: readonly [number, number];
  /** From the bottom edge to the top one. */
  readonly yRange: readonly [number, number];
}

/** Straight scales over an area; the vertical one grows upwards. */
export function plot({ xRange, yRange, ...area }: PlotArea): Plot {
  const share = (value: number, [from, to]: readonly [number, number]): number =>
    from === to ? 0.5 : (value - from) / (to - from);
  return {
    ...area,
    x: (value) => area.left + share(value, xRange) * area.width,
    y: (value) => area.top + (1 - share(value, yRange)) * area.height,
  };
}

export interface Axes {
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  readonly xText: (value: number) => string;
  readonly yText: (value: number) => string;
  /** Empty for none. */
  readonly xLabel: string;
  readonly yLabel: string;
}

/** Room that {@link axes} needs left of and below a plot. */
export const AXIS_LEFT = 58;
export const AXIS_BOTTOM = 44;

/** Grid, ticks and names of a plot's axes. */
export function axes(area: Plot, { xTicks, yTicks, xText, yText, xLabel, yLabel }: Axes): string {
  const [right, bottom] = [area.left + area.width, area.top + area.height];
  const middleX = area.left + area.width / 2;
  const middleY = area.top + area.height / 2;
  const nameX = area.left - AXIS_LEFT + 12;
  return group(
    {},
    ...xTicks.flatMap((value) => [
      line(area.x(value), area.top, area.x(value), bottom, 'line'),
      element(
        'text',
        { class: 'soft small middle', x: area.x(value), y: bottom + 16 },
        escaped(xText(value)),
      ),
    ]),
    ...yTicks.flatMap((value) => [
      line(area.left, area.y(value), right, area.y(value), 'line'),
      element(
        'text',
        { class: 'soft small end', x: area.left - 8, y: area.y(value) + 4 },
        escaped(yText(value)),
      ),
    ]),
    ...(xLabel === ''
      ? []
      : [element('text', { class: 'middle', x: middleX, y: bottom + 36 }, escaped(xLabel))]),
    ...(yLabel === ''
      ? []
      : [
          element(
            'text',
            {
              class: 'middle',
              transform: `translate(${fixed(nameX)} ${fixed(middleY)}) rotate(-90)`,
            },
            escaped(yLabel),
          ),
        ]),
  );
}

/** A straight line with this class. */
export function line(x1: number, y1: number, x2: number, y2: number, look: string): string {
  return element('line', { class: look, x1, y1, x2, y2 });
}

/** Points of a `polyline`. */
export function points(area: Plot, xs: readonly number[], ys: readonly number[]): string {
  return xs.map((x, i) => `${fixed(area.x(x))},${fixed(area.y(ys[i]!))}`).join(' ');
}

/** About `wanted` round numbers that span the range. */
export function roundTicks(from: number, to: number, wanted: number): number[] {
  if (!(to > from)) return [from];
  const rough = (to - from) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.7)!;
  const ticks: number[] = [];
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}
