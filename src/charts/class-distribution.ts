import { classBarsChart, type BarSeries } from './class-bars';
import { count, images } from './format';

export interface ClassDistributionData {
  readonly classNames: readonly string[];
  /** images of each class, by what they are used for */
  readonly series: readonly BarSeries[];
  readonly remark: string;
}

/** How many images of each class there are, and what for. */
export function classDistributionChart({
  classNames,
  series,
  remark,
}: ClassDistributionData): string {
  const totals = series.map(
    ({ name, values }) => `${name}: ${images(values.reduce((sum, value) => sum + value, 0))}`,
  );
  return classBarsChart({
    heading: 'Images of each class',
    remark,
    description: `${totals.join('; ')}.`,
    classNames,
    series,
    arrangement: 'stacked',
    text: count,
  });
}
