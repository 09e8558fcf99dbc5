import { ownValue } from '../config/named-values';
import type { ChartFacts } from '../charts/document';
import { FARTHEST, isImported, type Metrics, type ModelCard } from '../registry/card';
import { VERSION_FILES } from '../registry/version-files';
import type { VersionFile } from '../registry/version-catalogue';
import type { Prediction } from '../store/prediction';
import type { PageNotice } from './data';
import { dataSetOf } from './data-set';
import { count, duration, fileSize, moment, percent } from './format';
import { matrixView, type MatrixView } from './matrix';
import { hrefOf, modelsShell, originOf } from './models';
import { ownView, type OwnCell, type OwnSource, type OwnView } from './own-pictures';
import type { Shell } from './shell';
import { STRINGS, text } from './strings/strings';

export interface ModelSource {
  readonly card: ModelCard;
  readonly files: readonly VersionFile[];
  readonly parent: ModelCard | undefined;
  readonly isActive: boolean;
  readonly charts: readonly ({ readonly filename: string } & ChartFacts)[];
  /** The learning curve, and the cell of the matrix of its user's pictures that is looked at. */
  readonly curve: OwnSource['curve'];
  readonly ownCell: OwnCell | undefined;
  /** The cell of the confusion matrix that is looked at, and pictures of it. */
  readonly pair:
    | {
        readonly truth: string;
        readonly predicted: string;
        readonly examples: readonly Prediction[];
      }
    | undefined;
  readonly notice?: PageNotice | undefined;
  readonly release: string;
}

export interface ModelView {
  readonly shell: Shell;
  readonly notice: PageNotice | undefined;
  readonly name: string;
  readonly href: string;
  readonly isActive: boolean;
  readonly isRejected: boolean;
  readonly summary: string;
  readonly made: string;
  /** ISO 8601 */
  readonly createdAt: string;
  /** On its user's pictures; undefined where it was not judged on any. */
  readonly own: OwnView | undefined;
  /** Of the other figures: what they are on. */
  readonly metricsHeading: string;
  readonly metricsNote: string;
  readonly matrixHeading: string;
  readonly classesHeading: string;
  readonly sets: readonly string[];
  readonly measures: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly classes: readonly ClassRow[];
  readonly matrix: MatrixView | undefined;
  readonly pair: PairView | undefined;
  readonly charts: readonly ({ readonly url: string } & ChartFacts)[];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly parent:
    { readonly text: string; readonly href: string; readonly lines: readonly string[] } | undefined;
  readonly job: string | undefined;
  readonly rules: NonNullable<ModelCard['gate']>['rules'];
  readonly files: readonly {
    readonly name: string;
    readonly size: string;
    readonly hash: string;
  }[];
}

interface ClassRow {
  readonly name: string;
  readonly recall: string;
  readonly precision: string;
  readonly f1: string;
  readonly auc: string;
  readonly images: string;
}

interface PairView {
  readonly heading: string;
  readonly text: string;
  readonly examples: readonly {
    readonly url: string;
    readonly alt: string;
    readonly href: string;
  }[];
}

const SETS = ['test', 'validation'] as const;
/** Puts everything that is known of a version into words. */
export function modelPage(source: ModelSource): ModelView {
  const { card, isActive, pair } = source;
  // What was measured on labelled samples is told with them; earlier releases have no more of it than this.
  const sets = card.metrics.own === undefined ? (['samples', ...SETS] as const) : SETS;
  const judged = sets.flatMap((set) => {
    const metrics = card.metrics[set];
    return metrics === null ? [] : [{ set, metrics }];
  });
  const best = judged[0]?.metrics;
  const on = dataSetOf(card);
  return {
    shell: modelsShell(source.release),
    notice: source.notice,
    name: card.version,
    href: hrefOf(card.version),
    isActive,
    isRejected: card.gate?.verdict === 'rejected',
    summary: [
      originOf(card),
      text('modelsClasses', { count: count(card.class_names.length) }),
    ].join(' · '),
    made: text('modelsMade', { time: moment(new Date(card.created_at)) }),
    createdAt: card.created_at,
    own: ownView({ card, curve: source.curve, cell: source.ownCell }),
    metricsHeading: text('modelMetricsOn', { on }),
    metricsNote: STRINGS.modelMetricsNote,
    matrixHeading: text('modelMatrixOn', { on }),
    classesHeading: text('modelClassesOn', { on }),
    sets: judged.map(({ set }) => STRINGS[`modelSet_${set}`]),
    measures: measuresOf(judged.map(({ metrics }) => metrics)),
    classes: best === undefined ? [] : classRows(card.class_names, best),
    matrix: best === undefined ? undefined : matrixOf(card, best, pair),
    pair: pair && pairView(pair),
    charts: source.charts.map(({ filename, ...facts }) => ({
      url: `/api/visualizations/${filename}?version=${encodeURIComponent(card.version)}`,
      ...facts,
    })),
    facts: factsOf(card),
    parent: parentOf(card, source.parent),
    job: card.retraining?.job ? `/train/${card.retraining.job}` : undefined,
    rules: card.gate?.rules ?? [],
    files: source.files.map(({ name, bytes }) => ({
      name,
      size: fileSize(bytes),
      hash: ownValue(card.files, name) ?? STRINGS.none,
    })),
  };
}

function measuresOf(judged: readonly Metrics[]): ModelView['measures'] {
  const row = (
    name: string,
    value: (metrics: Metrics) => string,
  ): ModelView['measures'][number] => ({
    name,
    values: judged.map(value),
  });
  return [
    row(STRINGS.modelAccuracy, ({ accuracy }) => percent2(accuracy)),
    row(STRINGS.modelF1, (m) => percent2(m.f1_macro)),
    row(STRINGS.modelPrecision, (m) => percent2(m.precision_macro)),
    row(STRINGS.modelRecall, (m) => percent2(m.recall_macro)),
    row(STRINGS.modelAuc, (m) => mean(Object.values(m.auc_per_class)).toFixed(4)),
    row(STRINGS.modelCalibration, (m) => percent2(m.calibration.expected_calibration_error)),
    row(STRINGS.modelUncalibrated, (m) =>
      percent2(m.calibration.expected_calibration_error_uncalibrated),
    ),
    row(STRINGS.modelImages, ({ images }) => count(images)),
  ];
}

function classRows(classNames: readonly string[], metrics: Metrics): ClassRow[] {
  const { confusion_matrix: matrix, auc_per_class: areas } = metrics;
  return classNames.map((name, c) => {
    const right = matrix[c]?.[c] ?? 0;
    const actual = sum(matrix[c] ?? []);
    const named = sum(matrix.map((row) => row[c] ?? 0));
    const recall = actual === 0 ? undefined : right / actual;
    const precision = named === 0 ? undefined : right / named;
    const f1 = actual + named === 0 ? undefined : (2 * right) / (actual + named);
    const words = (share: number | undefined): string =>
      share === undefined ? STRINGS.none : percent(share);
    return {
      name,
      recall: words(recall),
      precision: words(precision),
      f1: words(f1),
      auc: ownValue(areas, name)?.toFixed(4) ?? STRINGS.none,
      images: count(actual),
    };
  });
}

function matrixOf(
  { version, class_names: classNames }: ModelCard,
  { confusion_matrix: counts }: Metrics,
  chosen: ModelSource['pair'],
): MatrixView | undefined {
  return matrixView({
    classNames,
    counts,
    hrefOf: (truth, predicted) =>
      `${hrefOf(version)}?${new URLSearchParams({ truth, predicted }).toString()}#matrix`,
    chosen,
  });
}

function pairView({ truth, predicted, examples }: NonNullable<ModelSource['pair']>): PairView {
  return {
    heading:
      truth === predicted
        ? text('modelExamplesRight', { truth })
        : text('modelExamples', { truth, predicted }),
    text: examples.length === 0 ? STRINGS.modelExamplesNone : STRINGS.modelExamplesSome,
    examples: examples.map(({ id, fileName }) => ({
      url: `/api/predictions/${id}/thumbnail`,
      href: `/api/predictions/${id}/image?format=webp`,
      alt: text('modelExampleAlt', { file: fileName, truth, predicted }),
    })),
  };
}

function factsOf(card: ModelCard): ModelView['facts'] {
  const { training, network, rejection, parity, temperature, backbone } = card;
  return [
    { name: STRINGS.modelFactData, value: training.data },
    ...(isImported(card) ? [] : trainingFacts(training)),
    {
      name: STRINGS.modelFactNetwork,
      value:
        text('modelFactNetworkValue', {
          name: network.name,
          parameters: count(network.parameters),
        }) +
        (network.mflop === null ? '' : text('modelFactNetworkEffort', { mflop: network.mflop })),
    },
    {
      name: STRINGS.modelFactInput,
      value: text('modelFactInputValue', { width: card.input.width, height: card.input.height }),
    },
    ...(backbone === null
      ? []
      : [
          {
            name: STRINGS.modelFactBackbone,
            value: text('modelFactBackboneValue', {
              location: backbone.location,
              licence: backbone.licence ?? STRINGS.modelFactLicenceUnknown,
            }),
          },
        ]),
    { name: STRINGS.modelFactTemperature, value: temperature.toFixed(3) },
    { name: STRINGS.modelFactInt8, value: int8Of(card) },
    {
      name: STRINGS.modelFactRejection,
      value:
        rejection.threshold >= FARTHEST ? STRINGS.modelFactRejectionNone : thresholdOf(rejection),
    },
    ...(Object.keys(rejection.auroc).length === 0
      ? []
      : [
          {
            name: STRINGS.modelFactAuroc,
            value: measured(
              rejection,
              Object.entries(rejection.auroc)
                .map(([kind, area]) => `${kind} ${area.toFixed(2)}`)
                .join(', '),
            ),
          },
        ]),
    ...(parity === null
      ? []
      : [
          {
            name: STRINGS.modelFactParity,
            value: text('modelFactParityValue', {
              difference: parity.max_logit_difference.toExponential(1),
              count: parity.probe_images,
            }),
          },
        ]),
  ];
}

function trainingFacts(training: ModelCard['training']): ModelView['facts'] {
  return [
    { name: STRINGS.modelFactImages, value: count(training.images) },
    { name: STRINGS.modelFactRecipe, value: recipeOf(training) },
    { name: STRINGS.modelFactEngine, value: training.engine },
    { name: STRINGS.modelFactMachine, value: training.machine },
    { name: STRINGS.modelFactDuration, value: duration(training.duration_seconds * 1000) },
  ];
}

function recipeOf({ recipe, epochs, batch_size: batch, seed }: ModelCard['training']): string {
  if (typeof recipe.penalty === 'number') {
    // A head that was solved for has no epochs.
    return text('modelFactRidge', { penalty: recipe.penalty.toPrecision(3) });
  }
  const named = typeof recipe.name === 'string' ? `${recipe.name}, ` : '';
  return named + text('modelFactRecipeValue', { epochs, batch, seed });
}

function int8Of({ int8, files }: ModelCard): string {
  if (int8 === null) {
    return Object.hasOwn(files, VERSION_FILES.onnxInt8)
      ? STRINGS.modelFactInt8Unmeasured
      : STRINGS.modelFactInt8None;
  }
  return measured(
    int8,
    text('modelFactInt8Value', {
      int8: percent2(int8.accuracy_int8),
      fp32: percent2(int8.accuracy_fp32),
      count: count(int8.images),
    }),
  );
}

function thresholdOf({ threshold, percentile, length_discount }: ModelCard['rejection']): string {
  const values = { threshold: threshold.toFixed(3), percent: percent(percentile) };
  return length_discount === undefined
    ? text('modelFactRejectionValue', values)
    : text('modelFactRejectionLength', { ...values, discount: length_discount.toFixed(4) });
}

/** With the version whose head it is true of, where that is another one. */
function measured({ measured_of }: { measured_of?: string | undefined }, fact: string): string {
  return measured_of === undefined ? fact : text('modelMeasuredOf', { fact, version: measured_of });
}

function parentOf(card: ModelCard, parent: ModelCard | undefined): ModelView['parent'] {
  if (parent === undefined) return undefined;
  const added = card.class_names.filter((name) => !parent.class_names.includes(name));
  const lost = parent.class_names.filter((name) => !card.class_names.includes(name));
  const samples = ({ retraining }: ModelCard): number =>
    sum(Object.values(retraining?.samples ?? {}));
  const [before, after] = [samples(parent), samples(card)];
  const lines = [
    ...(added.length === 0 ? [] : [text('modelParentClasses', { list: added.join(', ') })]),
    ...(lost.length === 0 ? [] : [text('modelParentLost', { list: lost.join(', ') })]),
    ...(before === after
      ? []
      : [text('modelParentSamples', { before: count(before), after: count(after) })]),
  ];
  return {
    text: text('modelParent', { parent: parent.version }),
    href: hrefOf(parent.version),
    lines: lines.length === 0 ? [STRINGS.modelParentNone] : lines,
  };
}

/** `91.24%` */
function percent2(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : sum(values) / values.length;
}
