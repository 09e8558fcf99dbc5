import { cardCharts, LEARNING_CURVE } from '../../../charts/card-charts';
import { chartFacts, type ChartFacts } from '../../../charts/document';
import type { ModelCard } from '../../../registry/card';
import { readClassCounts } from '../../../registry/class-counts';
import { taggedSvg, type TaggedSvg } from '../../kit/sending/send-svg';

/** A chart of a version as it is sent. */
export interface VersionChart extends TaggedSvg {
  readonly name: string;
  readonly filename: string;
}

/** The charts of the version in a folder. */
export type VersionCharts = (card: ModelCard, folder: string) => Promise<readonly VersionChart[]>;

/** Draws the charts of versions; those of a card once. */
export function versionCharts(): VersionCharts {
  const drawn = new WeakMap<ModelCard, Promise<readonly VersionChart[]>>();
  return (card, folder) => {
    const charts = drawn.get(card) ?? draw(card, folder);
    drawn.set(card, charts);
    return charts;
  };
}

async function draw(card: ModelCard, folder: string): Promise<readonly VersionChart[]> {
  const counts = await readClassCounts(folder, card);
  return cardCharts(card, counts).map(({ name, filename, draw: drawChart }) => ({
    name,
    filename,
    ...taggedSvg(drawChart()),
  }));
}

/** The learning curve, as pages show it; undefined where there is none. */
export function curveOf(
  charts: readonly VersionChart[],
): ({ readonly filename: string } & ChartFacts) | undefined {
  const curve = charts.find(({ filename }) => filename === LEARNING_CURVE);
  return curve && { filename: curve.filename, ...chartFacts(curve.svg) };
}
