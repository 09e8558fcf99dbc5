import { chartDocument, MARGIN } from './document';
import { percent } from './format';
import { element, escaped, group, title } from './markup';
import { axes, AXIS_BOTTOM, AXIS_LEFT, line, plot, points, roundTicks, type Plot } from './plot';

/** The accuracy of one window, as far as it is known. */
export interface WindowAccuracy {
  /** What a pointer on it is told: when it was. */
  readonly name: string;
  /** 0-1, with its 95% interval */
  readonly estimate: { readonly value: number; readonly low: number; readonly high: number };
  /** Share that people found right, 0-1, of so many predictions; null where nobody said anything. */
  readonly measured: { readonly share: number; readonly predictions: number } | null;
}

export interface EstimatedAccuracyData {
  readonly windows: readonly WindowAccuracy[];
  /** The accuracy on the pictures that the version is compared with, 0-1. */
  readonly reference: number;
  readonly remark: string;
}

const WIDTH = 620;
const HEIGHT = 220;
const LEGEND = 26;

/**
 * How many predictions are right, estimated without labels, over time; where people have judged some,
 * what they say lies beside it.
 */
export function estimatedAccuracyChart({
  windows,
  reference,
  remark,
}: EstimatedAccuracyData): string {
  const values = windows.flatMap(({ estimate, measured }) => [
    estimate.low,
    ...(measured === null ? [] : [measured.share]),
  ]);
  const lowest = Math.floor(10 * Math.min(reference, ...values)) / 10;
  const yRange = [Math.max(0, Math.min(0.8, lowest)), 1] as const;
  const xRange = [0, Math.max(1, windows.length - 1)] as const;
  const area = plot({ left: AXIS_LEFT, top: LEGEND, width: WIDTH, height: HEIGHT, xRange, yRange });
  const xs = windows.map((_, i) => i);
  return chartDocument({
    heading: 'Estimated accuracy',
    remark,
    description: describe(windows, reference),
    width: AXIS_LEFT + WIDTH + 24 + 2 * MARGIN,
    height: LEGEND + HEIGHT + AXIS_BOTTOM,
    body: group(
      {},
      band(area, windows),
      axes(area, {
        xTicks: [],
        yTicks: roundTicks(...yRange, 5),
        xText: String,
        yText: (value) => percent(value, 0),
        xLabel: 'Windows of pictures, the latest on the right',
        yLabel: 'Right',
      }),
      line(area.left, area.y(reference), area.left + area.width, area.y(reference), 'diagonal'),
      element('polyline', {
        class: 'curve s0',
        points: points(
          area,
          xs,
          windows.map(({ estimate }) => estimate.value),
        ),
      }),
      ...windows.map((window, i) => marks(area, window, i)),
      legend(),
    ),
  });
}

/** The intervals, as an area around the curve. */
function band(area: Plot, windows: readonly WindowAccuracy[]): string {
  const xs = windows.map((_, i) => i);
  const upper = points(
    area,
    xs,
    windows.map(({ estimate }) => estimate.high),
  );
  const lower = points(
    area,
    xs.toReversed(),
    windows.map(({ estimate }) => estimate.low).toReversed(),
  );
  return element('polygon', { class: 'surplus', points: `${upper} ${lower}` });
}

function marks(area: Plot, { name, estimate, measured }: WindowAccuracy, i: number): string {
  const { value, low, high } = estimate;
  const estimated = element(
    'circle',
    { class: 'f0', cx: area.x(i), cy: area.y(value), r: 3 },
    title(`${name}: ${percent(value)} estimated, likely ${percent(low)} to ${percent(high)}`),
  );
  if (measured === null) return estimated;
  const { share, predictions } = measured;
  return group(
    {},
    estimated,
    element(
      'circle',
      { class: 'f1', cx: area.x(i), cy: area.y(share), r: 4 },
      title(`${name}: ${percent(share)} of ${predictions} that people judged`),
    ),
  );
}

function legend(): string {
  const items = ['estimated, without labels', 'by feedback', 'on the pictures it is compared with'];
  return group(
    {},
    ...items.map((text, i) => {
      const x = AXIS_LEFT + i * 190;
      const mark =
        i < 2
          ? element('circle', { class: `f${i}`, cx: x + 6, cy: 8, r: 5 })
          : line(x, 8, x + 14, 8, 'diagonal');
      return mark + element('text', { class: 'soft small', x: x + 20, y: 12 }, escaped(text));
    }),
  );
}

function describe(windows: readonly WindowAccuracy[], reference: number): string {
  const last = windows.at(-1);
  if (last === undefined) return 'There are no windows yet.';
  const { value, low, high } = last.estimate;
  const judged =
    last.measured === null ? '' : ` People found ${percent(last.measured.share)} of it right.`;
  return `In the last window about ${percent(value)} are right, likely ${percent(low)} to ${percent(high)}; on the pictures that the version is compared with it is ${percent(reference)}.${judged}`;
}
