import { chartDocument, MARGIN } from './document';
import { count, images, percent } from './format';
import { element, group, title } from './markup';
import { axes, AXIS_BOTTOM, AXIS_LEFT, line, plot, type Plot } from './plot';

export interface ReliabilityBin {
  /** mean confidence of the images in the bin, 0-1 */
  readonly confidence: number;
  /** share of them that is right, 0-1 */
  readonly accuracy: number;
  readonly images: number;
}

export interface ReliabilityData {
  /** of equal width, from 0 to 1 */
  readonly bins: readonly ReliabilityBin[];
  /** 0-1 */
  readonly calibrationError: number;
  /** the same without the temperature; undefined where it is not known */
  readonly uncalibratedError: number | undefined;
  readonly remark: string;
}

const SIDE = 360;
const COUNTS_HEIGHT = 70;
const GAP = 26;
const LEGEND = 28;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

/**
 * How often predictions of a confidence are right: bars on the diagonal mean that a confidence
 * of 80% is right 80 times in 100. Below, how many images have which confidence.
 */
export function reliabilityChart(data: ReliabilityData): string {
  const { bins, calibrationError, uncalibratedError, remark } = data;
  const most = Math.max(1, ...bins.map((bin) => bin.images));
  const unit = { left: AXIS_LEFT, width: SIDE, xRange: [0, 1] } as const;
  const shares = plot({ ...unit, top: LEGEND, height: SIDE, yRange: [0, 1] });
  const counts = plot({
    ...unit,
    top: LEGEND + SIDE + GAP,
    height: COUNTS_HEIGHT,
    yRange: [0, most],
  });
  const error = `Calibration error ${percent(calibrationError, 2)}`;
  const before =
    uncalibratedError === undefined
      ? ''
      : `, ${percent(uncalibratedError, 2)} without the temperature`;
  return chartDocument({
    heading: 'Reliability of the confidence',
    remark: [remark, error + before].filter((text) => text !== '').join(' · '),
    description: `${error}${before}. ${describe(bins)}`,
    width: AXIS_LEFT + SIDE + 2 * MARGIN + 16,
    height: LEGEND + SIDE + GAP + COUNTS_HEIGHT + AXIS_BOTTOM,
    body: [
      axes(shares, {
        xTicks: TICKS,
        yTicks: TICKS,
        xText: () => '',
        yText: (value) => percent(value, 0),
        xLabel: '',
        yLabel: 'Right',
      }),
      axes(counts, {
        xTicks: TICKS,
        yTicks: [0, most],
        xText: (value) => percent(value, 0),
        yText: count,
        xLabel: 'Confidence',
        yLabel: 'Images',
      }),
      ...bins.map((bin, i) => bars(bin, i, bins.length, shares, counts)),
      line(shares.x(0), shares.y(0), shares.x(1), shares.y(1), 'diagonal'),
      legend(),
    ].join(''),
  });
}

function bars(
  bin: ReliabilityBin,
  index: number,
  bins: number,
  shares: Plot,
  counts: Plot,
): string {
  if (bin.images === 0) return '';
  const [from, to] = [index / bins, (index + 1) / bins];
  const [x, width] = [shares.x(from) + 1, shares.x(to) - shares.x(from) - 2];
  const bar = (area: Plot, low: number, high: number, look: string): string =>
    element('rect', {
      class: look,
      x,
      y: area.y(high),
      width,
      height: area.y(low) - area.y(high),
    });
  const [low, high] = [
    Math.min(bin.accuracy, bin.confidence),
    Math.max(bin.accuracy, bin.confidence),
  ];
  return group(
    {},
    title(
      `${images(bin.images)} with a confidence of ${percent(from, 0)} to ${percent(to, 0)}: ${percent(bin.accuracy)} right, ${percent(bin.confidence)} expected`,
    ),
    bar(shares, 0, low, 'accent'),
    bar(shares, low, high, bin.accuracy < bin.confidence ? 'missing' : 'surplus'),
    bar(counts, 0, bin.images, 'bar'),
  );
}

function legend(): string {
  const item = (look: string, text: string, x: number): string =>
    element('rect', { class: look, x, y: 2, width: 12, height: 12 }) +
    element('text', { class: 'soft small', x: x + 18, y: 12 }, text);
  return (
    item('accent', 'right', AXIS_LEFT) +
    item('missing', 'too sure', AXIS_LEFT + 68) +
    item('surplus', 'not sure enough', AXIS_LEFT + 150)
  );
}

function describe(bins: readonly ReliabilityBin[]): string {
  const filled = bins.filter((bin) => bin.images > 0);
  const worst = [...filled].sort(
    (a, b) =>
      b.images * Math.abs(b.accuracy - b.confidence) -
      a.images * Math.abs(a.accuracy - a.confidence),
  )[0];
  if (worst === undefined) return 'There are no images to show.';
  return `Most of it comes from ${images(worst.images)} with a mean confidence of ${percent(worst.confidence)}, of which ${percent(worst.accuracy)} are right.`;
}
