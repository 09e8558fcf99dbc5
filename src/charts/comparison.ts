import { classBarsChart } from './class-bars';
import { count, images, percent } from './format';

export interface ComparedVersion {
  readonly name: string;
  /** of each class, 0-1 */
  readonly recalls: readonly number[];
}

export interface ComparisonData {
  /** classes that both know */
  readonly classNames: readonly string[];
  readonly a: ComparedVersion;
  readonly b: ComparedVersion;
  /** McNemar's test; undefined where they were not tried on the same images */
  readonly test:
    | {
        readonly images: number;
        readonly only_a_right: number;
        readonly only_b_right: number;
        readonly p_value: number;
      }
    | undefined;
}

/** Which share of each class two versions find, and whether the difference may be chance. */
export function comparisonChart({ classNames, a, b, test }: ComparisonData): string {
  const verdict =
    test === undefined
      ? 'Not tried on the same images'
      : `On the same ${images(test.images)}, ${count(test.only_a_right)} only the first and ${count(test.only_b_right)} only the second gets right: p = ${probability(test.p_value)}`;
  const changes = classNames
    .map((name, c) => ({ name, change: b.recalls[c]! - a.recalls[c]! }))
    .sort((x, y) => Math.abs(y.change) - Math.abs(x.change))
    .slice(0, 3)
    .map(({ name, change }) => `${name} ${change < 0 ? '−' : '+'}${percent(Math.abs(change))}`);
  return classBarsChart({
    heading: 'Recall of each class',
    remark: verdict,
    description: `${a.name} compared with ${b.name}. ${verdict}. The largest changes from the first to the second: ${changes.join(', ')}.`,
    classNames,
    series: [
      { name: a.name, values: a.recalls },
      { name: b.name, values: b.recalls },
    ],
    arrangement: 'side by side',
    end: 1,
    text: (value) => percent(value),
    tickText: (value) => percent(value, 0),
  });
}

function probability(value: number): string {
  return value < 0.0001 ? value.toExponential(1) : value.toFixed(4);
}
