import { counted } from '../config/counted';
import { chartDocument, MARGIN } from './document';
import { percent } from './format';
import { element, escaped, group, title } from './markup';
import { axes, AXIS_BOTTOM, AXIS_LEFT, line, plot, points, roundTicks, type Plot } from './plot';

export interface EpochData {
  readonly epoch: number;
  readonly loss: number;
  /** 0-1 */
  readonly trainingAccuracy: number;
  readonly validationAccuracy: number;
}

export interface TrainingCurvesData {
  /** in order; at least one */
  readonly epochs: readonly EpochData[];
  readonly remark: string;
}

const WIDTH = 320;
const HEIGHT = 240;
const LEGEND = 24;

interface Line {
  readonly name: string;
  readonly look: string;
  readonly values: readonly number[];
}

/** Loss and accuracy, epoch by epoch. */
export function trainingCurvesChart({ epochs, remark }: TrainingCurvesData): string {
  const numbers = epochs.map(({ epoch }) => epoch);
  const loss = [{ name: 'Training loss', look: '0', values: epochs.map((epoch) => epoch.loss) }];
  const accuracy = [
    { name: 'Training', look: '0', values: epochs.map((epoch) => epoch.trainingAccuracy) },
    { name: 'Validation', look: '1', values: epochs.map((epoch) => epoch.validationAccuracy) },
  ];
  const second = AXIS_LEFT + WIDTH + 36 + AXIS_LEFT;
  const last = epochs.at(-1);
  return chartDocument({
    heading: 'Training',
    remark,
    description:
      last === undefined
        ? 'There are no epochs to show.'
        : `After ${counted(numbers.length, 'epoch')} the loss is ${last.loss.toFixed(3)}, the accuracy on training images ${percent(last.trainingAccuracy)} and on validation images ${percent(last.validationAccuracy)}.`,
    width: second + WIDTH + 12 + 2 * MARGIN,
    height: LEGEND + HEIGHT + AXIS_BOTTOM,
    body:
      panel(AXIS_LEFT, numbers, loss, (value) => String(value), 'Loss') +
      panel(second, numbers, accuracy, (value) => percent(value, 0), 'Accuracy'),
  });
}

function panel(
  left: number,
  epochs: readonly number[],
  lines: readonly Line[],
  text: (value: number) => string,
  label: string,
): string {
  const values = lines.flatMap((data) => data.values).filter(Number.isFinite);
  const ticks = roundTicks(...padded(Math.min(...values), Math.max(...values)), 5);
  const area = plot({
    left,
    top: LEGEND,
    width: WIDTH,
    height: HEIGHT,
    xRange: [epochs[0]!, epochs.at(-1)!],
    yRange: padded(Math.min(...values), Math.max(...values)),
  });
  return group(
    {},
    axes(area, {
      xTicks: roundTicks(epochs[0]!, epochs.at(-1)!, 6).filter(Number.isInteger),
      yTicks: ticks,
      xText: String,
      yText: text,
      xLabel: 'Epoch',
      yLabel: label,
    }),
    ...lines.map((data) => curve(area, epochs, data)),
    legend(left, lines),
  );
}

/** A little more than from the smallest to the largest. */
function padded(low: number, high: number): [number, number] {
  const margin = high > low ? (high - low) * 0.04 : Math.max(0.05, Math.abs(high) * 0.1);
  return [low - margin, high + margin];
}

function curve(area: Plot, epochs: readonly number[], { name, look, values }: Line): string {
  const dots = epochs.map((epoch, i) =>
    element(
      'circle',
      {
        class: `f${look}`,
        cx: area.x(epoch),
        cy: area.y(values[i]!),
        r: epochs.length > 40 ? 1.5 : 3,
      },
      title(`${name}, epoch ${epoch}: ${values[i]!.toPrecision(4)}`),
    ),
  );
  return group(
    {},
    element('polyline', { class: `curve s${look}`, points: points(area, epochs, values) }),
    ...dots,
  );
}

function legend(left: number, lines: readonly Line[]): string {
  return group(
    {},
    ...lines.flatMap(({ name, look }, i) => [
      line(left + i * 110, 8, left + 16 + i * 110, 8, `curve s${look}`),
      element('text', { class: 'small', x: left + 22 + i * 110, y: 12 }, escaped(name)),
    ]),
  );
}
