import { chartDocument, MARGIN } from './document';
import { percent } from './format';
import { element, group, title } from './markup';
import { axes, AXIS_BOTTOM, AXIS_LEFT, line, plot, points, roundTicks, type Plot } from './plot';

export interface LearningCurvePoint {
  /** of each class */
  readonly pictures: number;
  /** 0-1, and its 95% interval */
  readonly accuracy: number;
  readonly low: number;
  readonly high: number;
}

export interface LearningCurveData {
  /** in order of the pictures; at least one */
  readonly points: readonly LearningCurvePoint[];
  readonly remark: string;
}

const WIDTH = 420;
const HEIGHT = 240;

/** How often pictures are recognised, by how many of each class were learned from. */
export function learningCurveChart({ points: measured, remark }: LearningCurveData): string {
  const pictures = measured.map((point) => point.pictures);
  const [first, last] = [measured[0]!, measured.at(-1)!];
  const lowest = Math.floor(10 * Math.min(...measured.map(({ low }) => low))) / 10;
  const yRange = [Math.min(0.9, lowest), 1] as const;
  const xRange = [first.pictures, last.pictures] as const;
  const area = plot({ left: AXIS_LEFT, top: 4, width: WIDTH, height: HEIGHT, xRange, yRange });
  return chartDocument({
    heading: 'Learning curve',
    remark,
    description: describe(measured),
    width: AXIS_LEFT + WIDTH + 24 + 2 * MARGIN,
    height: 4 + HEIGHT + AXIS_BOTTOM,
    body: group(
      {},
      band(area, measured),
      axes(area, {
        xTicks: roundTicks(...xRange, 6).filter(Number.isInteger),
        yTicks: roundTicks(...yRange, 5),
        xText: String,
        yText: (value) => percent(value, 0),
        xLabel: 'Pictures of each class',
        yLabel: 'Recognised',
      }),
      element('polyline', {
        class: 'curve s0',
        points: points(
          area,
          pictures,
          measured.map(({ accuracy }) => accuracy),
        ),
      }),
      ...measured.map((point) => dot(area, point)),
    ),
  });
}

/** The intervals, as an area around the curve. */
function band(area: Plot, measured: readonly LearningCurvePoint[]): string {
  const pictures = measured.map((point) => point.pictures);
  const upper = points(
    area,
    pictures,
    measured.map(({ high }) => high),
  );
  const lower = points(area, pictures.toReversed(), measured.map(({ low }) => low).toReversed());
  return element('polygon', { class: 'surplus', points: `${upper} ${lower}` });
}

function dot(area: Plot, { pictures, accuracy, low, high }: LearningCurvePoint): string {
  const x = area.x(pictures);
  return group(
    {},
    line(x, area.y(low), x, area.y(high), 's0'),
    element(
      'circle',
      { class: 'f0', cx: x, cy: area.y(accuracy), r: 4 },
      title(
        `${pictures} of each class: ${percent(accuracy)}, likely ${percent(low)} to ${percent(high)}`,
      ),
    ),
  );
}

function describe(measured: readonly LearningCurvePoint[]): string {
  const words = measured.map(
    ({ pictures, accuracy, low, high }) =>
      `${percent(accuracy, 0)} (${percent(low, 0)} to ${percent(high, 0)}) with ${pictures}`,
  );
  return `Recognised, of pictures that were not learned from, by how many of each class were: ${words.join(', ')}.`;
}
