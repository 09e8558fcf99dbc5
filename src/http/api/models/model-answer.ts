import { ownValue } from '../../../config/named-values';
import type { Metrics, ModelCard } from '../../../registry/card';
import type { CatalogueEntry } from '../../../registry/version-catalogue';
import { ownSummary } from './own-summary';
import type { DataDifference, MetricSummary, ModelAnswer, ModelsAnswer } from './models-schema';

type GoodEntry = Extract<CatalogueEntry, { kind: 'good' }>;

/** A version as the list of all shows it. */
export function listedModel(
  entry: CatalogueEntry,
  active: string | undefined,
): ModelsAnswer['models'][number] {
  const common = {
    version: entry.name,
    active: entry.name === active,
    size_bytes: entry.files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  if (entry.kind === 'broken') return { ...common, status: 'broken', reason: entry.reason };
  const { card } = entry;
  return {
    ...common,
    status: 'good',
    created_at: card.created_at,
    parent: card.parent,
    origin: card.retraining?.mode ?? 'training',
    network: card.network.name,
    parameters: card.network.parameters,
    num_classes: card.class_names.length,
    new_classes: card.retraining?.new_classes ?? [],
    has_int8: card.int8 !== null,
    gate: card.gate?.verdict ?? null,
    metrics: {
      own: ownSummary(card.metrics.own),
      held_out: summaryOf(card.metrics.validation),
      test: summaryOf(card.metrics.test),
      samples: summaryOf(card.metrics.samples),
    },
  };
}

/** Everything about a version. */
export function modelAnswer(
  { name, card, files }: GoodEntry,
  parent: GoodEntry | undefined,
  active: string | undefined,
): ModelAnswer {
  const base = `/api/models/${encodeURIComponent(name)}`;
  return {
    version: name,
    active: name === active,
    created_at: card.created_at,
    parent: card.parent,
    difference_to_parent: parent === undefined ? null : differenceOf(parent.card, card),
    class_names: card.class_names,
    network: card.network,
    training: card.training,
    retraining: card.retraining,
    gate: card.gate,
    metrics: card.metrics,
    int8: card.int8,
    rejection: card.rejection,
    temperature: card.temperature,
    parity: card.parity,
    files: files.map((file) => ({
      name: file.name,
      bytes: file.bytes,
      sha256: ownValue(card.files, file.name) ?? null,
    })),
    urls: {
      download: `${base}/download`,
      visualizations: `/api/visualizations?version=${encodeURIComponent(name)}`,
    },
  };
}

function summaryOf(metrics: Metrics | null): MetricSummary {
  return (
    metrics && {
      images: metrics.images,
      accuracy: metrics.accuracy,
      precision_macro: metrics.precision_macro,
      recall_macro: metrics.recall_macro,
      f1_macro: metrics.f1_macro,
      expected_calibration_error: metrics.calibration.expected_calibration_error,
    }
  );
}

function differenceOf(parent: ModelCard, card: ModelCard): DataDifference {
  const before = parent.retraining?.samples ?? {};
  const after = card.retraining?.samples ?? {};
  const labels = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const counts = labels.map((label) => ({
    label,
    before: ownValue(before, label) ?? 0,
    after: ownValue(after, label) ?? 0,
  }));
  const without = (names: readonly string[], others: readonly string[]): string[] =>
    names.filter((name) => !others.includes(name));
  return {
    parent: parent.version,
    same_training_images: parent.training.data_fingerprint === card.training.data_fingerprint,
    training_images: { before: parent.training.images, after: card.training.images },
    new_classes: without(card.class_names, parent.class_names),
    removed_classes: without(parent.class_names, card.class_names),
    samples: Object.fromEntries(
      counts
        .filter((count) => count.before !== count.after)
        .map(({ label, ...count }) => [label, count]),
    ),
    samples_total: { before: sum(Object.values(before)), after: sum(Object.values(after)) },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
