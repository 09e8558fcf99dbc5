import { chartDocument, MARGIN } from './document';
import { element, escaped, group, title } from './markup';
import { axes, AXIS_BOTTOM, AXIS_LEFT, line, plot, points, type Plot } from './plot';

export interface DriftSignal {
  /** `Brightness, colours and sharpness` */
  readonly name: string;
  /**
   * [windows]: how unlike each window is, in units of what chance explains; null where that cannot be
   * said
   */
  readonly values: readonly (number | null)[];
}

export interface DriftSignalsData {
  /** What a pointer on a window is told, for each window. */
  readonly windows: readonly string[];
  readonly signals: readonly DriftSignal[];
  readonly remark: string;
}

const WIDTH = 620;
const HEIGHT = 220;
const LEGEND_ROW = 18;
/** What is farther off is drawn here: how far no longer matters. */
const HIGHEST = 10;
const LOWEST = 0.1;
const TICKS = [0.1, 0.3, 1, 3, 10];

/**
 * How unlike windows of pictures are, signal by signal, over time, on a logarithmic scale: what lies
 * above the dashed line is no chance.
 */
export function driftSignalsChart({ windows, signals, remark }: DriftSignalsData): string {
  const legend = LEGEND_ROW * Math.ceil(signals.length / 2) + 8;
  const area = plot({
    left: AXIS_LEFT,
    top: legend,
    width: WIDTH,
    height: HEIGHT,
    xRange: [0, Math.max(1, windows.length - 1)],
    yRange: [Math.log10(LOWEST), Math.log10(HIGHEST)],
  });
  return chartDocument({
    heading: 'How unlike the pictures are',
    remark,
    description: describe(windows.length, signals),
    width: AXIS_LEFT + WIDTH + 24 + 2 * MARGIN,
    height: legend + HEIGHT + AXIS_BOTTOM,
    body: group(
      {},
      axes(area, {
        xTicks: [],
        yTicks: TICKS.map(Math.log10),
        xText: String,
        yText: (value) => `${Number((10 ** value).toPrecision(1))}×`,
        xLabel: 'Windows of pictures, the latest on the right',
        yLabel: 'Of what chance explains',
      }),
      line(area.left, area.y(0), area.left + area.width, area.y(0), 'diagonal'),
      ...signals.map(({ name }, i) => legendItem(name, i)),
      ...signals.map((signal, i) => curve(area, signal, windows, i)),
    ),
  });
}

function curve(
  area: Plot,
  { name, values }: DriftSignal,
  windows: readonly string[],
  colour: number,
): string {
  const known = [...values.entries()].filter(
    (entry): entry is [number, number] => entry[1] !== null,
  );
  const heightOf = (value: number): number =>
    Math.log10(Math.min(HIGHEST, Math.max(LOWEST, value)));
  return group(
    {},
    element('polyline', {
      class: `curve s${colour}`,
      points: points(
        area,
        known.map(([i]) => i),
        known.map(([, value]) => heightOf(value)),
      ),
    }),
    ...known.map(([i, value]) =>
      element(
        'circle',
        {
          class: `f${colour}`,
          cx: area.x(i),
          cy: area.y(heightOf(value)),
          r: value > 1 ? 4 : 2,
        },
        title(`${windows[i]!}: ${name}, ${value.toFixed(2)} times what chance explains`),
      ),
    ),
  );
}

function legendItem(name: string, i: number): string {
  const x = AXIS_LEFT + (i % 2) * (WIDTH / 2);
  const y = LEGEND_ROW * Math.floor(i / 2);
  return group(
    {},
    element('rect', { class: `f${i}`, x, y: y + 2, width: 12, height: 12 }),
    element('text', { class: 'soft small', x: x + 18, y: y + 12 }, escaped(name)),
  );
}

function describe(windows: number, signals: readonly DriftSignal[]): string {
  if (windows === 0) return 'There are no windows yet.';
  const words = signals.map(({ name, values }) => {
    const above = values.filter((value) => value !== null && value > 1).length;
    return `${name}: ${above} of ${windows} windows above what chance explains`;
  });
  return `${words.join('; ')}.`;
}
