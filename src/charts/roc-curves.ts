import { chartDocument, MARGIN, name } from './document';
import { widestOf } from './fit-text';
import { element, escaped, group, title } from './markup';
import { axes, AXIS_BOTTOM, AXIS_LEFT, line, plot, points, type Plot } from './plot';
import { COLOURS } from './style';

export interface RocCurveData {
  readonly className: string;
  /** 0-1, rising from 0 to 1 */
  readonly falsePositiveRate: readonly number[];
  readonly truePositiveRate: readonly number[];
  /** area under the curve, 0-1 */
  readonly area: number;
}

export interface RocData {
  readonly curves: readonly RocCurveData[];
  readonly remark: string;
}

const SIDE = 400;
const NAME_ROOM = 170;
const ROW = 20;
/** How much of the corner the inset shows. */
const INSET_SPAN = 0.2;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

/**
 * One-versus-rest ROC curves, the weakest class first. Ten have a colour; the others, which are
 * better than those, are drawn grey. The corner that good classifiers crowd into is enlarged.
 */
export function rocChart({ curves, remark }: RocData): string {
  const ranked = [...curves].sort((a, b) => a.area - b.area);
  const coloured = ranked.slice(0, COLOURS);
  const others = ranked.slice(COLOURS);
  const whole = plot({ left: AXIS_LEFT, top: 4, width: SIDE, height: SIDE, ...UNIT });
  const room = Math.max(
    110,
    widestOf(
      coloured.map(({ className }) => className),
      12,
      NAME_ROOM,
    ),
  );
  const legendLeft = AXIS_LEFT + SIDE + 24;
  return chartDocument({
    heading: 'ROC curves, each class against the rest',
    remark,
    description: describe(ranked),
    width: Math.ceil(legendLeft + 24 + room + 60) + 2 * MARGIN,
    height: 4 + SIDE + AXIS_BOTTOM,
    body: [
      axes(whole, {
        xTicks: TICKS,
        yTicks: TICKS,
        xText: (value) => value.toFixed(1),
        yText: (value) => value.toFixed(1),
        xLabel: 'False positive rate',
        yLabel: 'True positive rate',
      }),
      line(whole.x(0), whole.y(0), whole.x(1), whole.y(1), 'dashed'),
      drawn(whole, coloured, others),
      (ranked[0]?.area ?? 0) > 0.9 ? inset(whole, coloured, others) : '',
      legend(coloured, others, legendLeft, room),
    ].join(''),
  });
}

const UNIT = { xRange: [0, 1], yRange: [0, 1] } as const;

function drawn(
  area: Plot,
  coloured: readonly RocCurveData[],
  others: readonly RocCurveData[],
): string {
  const curve = (data: RocCurveData, look: string): string =>
    element(
      'polyline',
      {
        class: `curve ${look}`,
        points: points(area, data.falsePositiveRate, data.truePositiveRate),
      },
      title(`${data.className}: area ${data.area.toFixed(4)}`),
    );
  return group(
    {},
    ...others.map((data) => curve(data, 'faint')),
    // The weakest last, on top.
    ...coloured.map((data, i) => curve(data, `s${i}`)).reverse(),
  );
}

/** The upper left corner, enlarged into the lower right one. */
function inset(
  whole: Plot,
  coloured: readonly RocCurveData[],
  others: readonly RocCurveData[],
): string {
  const side = SIDE * 0.5;
  const area = plot({
    left: whole.left + SIDE - side - 16,
    top: whole.top + SIDE - side - 36,
    width: side,
    height: side,
    xRange: [0, INSET_SPAN],
    yRange: [1 - INSET_SPAN, 1],
  });
  const { left, top } = area;
  return group(
    {},
    element('rect', {
      class: 'surface',
      x: left - 34,
      y: top - 10,
      width: side + 46,
      height: side + 32,
    }),
    element(
      'clipPath',
      { id: 'corner' },
      element('rect', { x: left, y: top - 1, width: side + 1, height: side + 1 }),
    ),
    axes(area, {
      xTicks: [0, 0.1, 0.2],
      yTicks: [0.8, 0.9, 1],
      xText: (value) => value.toFixed(1),
      yText: (value) => value.toFixed(1),
      xLabel: '',
      yLabel: '',
    }),
    group({ 'clip-path': 'url(#corner)' }, drawn(area, coloured, others)),
    element('rect', { class: 'strong', fill: 'none', x: left, y: top, width: side, height: side }),
    element('rect', {
      class: 'dashed',
      fill: 'none',
      x: whole.x(0),
      y: whole.y(1),
      width: SIDE * INSET_SPAN,
      height: SIDE * INSET_SPAN,
    }),
  );
}

function legend(
  coloured: readonly RocCurveData[],
  others: readonly RocCurveData[],
  left: number,
  room: number,
): string {
  const rows = coloured.map(({ className, area }, i) => {
    const y = 34 + i * ROW;
    return group(
      {},
      line(left, y - 4, left + 16, y - 4, `curve s${i}`),
      name(className, room, 12, { x: left + 24, y }),
      element('text', { class: 'end', x: left + 24 + room + 56, y }, area.toFixed(4)),
    );
  });
  const rest =
    others.length === 0
      ? ''
      : group(
          {},
          line(left, 30 + coloured.length * ROW, left + 16, 30 + coloured.length * ROW, 'faint'),
          element(
            'text',
            { class: 'soft', x: left + 24, y: 34 + coloured.length * ROW },
            escaped(`${others.length} better ones`),
          ),
        );
  return group(
    {},
    element('text', { class: 'soft small', x: left + 24, y: 12 }, 'Class'),
    element('text', { class: 'soft small end', x: left + 24 + room + 56, y: 12 }, 'Area'),
    ...rows,
    rest,
  );
}

function describe(ranked: readonly RocCurveData[]): string {
  const [weakest, best] = [ranked[0], ranked.at(-1)];
  if (weakest === undefined || best === undefined) return 'There are no curves to show.';
  const text = ({ className, area }: RocCurveData): string =>
    `${className} with ${area.toFixed(4)}`;
  return `The area under the curve is smallest for ${text(weakest)} and largest for ${text(best)}; 1 is perfect and 0.5 is chance.`;
}
