import 'dotenv/config';
import { rename, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { CIFAR10_CLASSES } from '../config/cifar10';
import { IMAGE_SIDE, IMAGE_VALUES } from '../config/image-shape';
import { loadConfiguration } from '../config/load';
import { ownValue } from '../config/named-values';
import { createClassifier } from '../inference/create-classifier';
import type { Classifier } from '../inference/classification';
import { describeMachine } from '../observability/machine';
import type { ModelCard } from '../registry/card';
import { findVersion } from '../registry/find-version';
import { withoutTemperature } from '../evaluation/calibration';
import { evaluateClassification, type Evaluation } from '../evaluation/metrics';
import { judgeOwnPictures, type OwnJudgement } from './judge-own-pictures';
import { readDatasetWithProgress } from './dataset-progress';
import { runCommand } from './run-command';

const USAGE = `Measures a model version: on the labelled pictures of its user that no training has
seen, where there are any, then on the test images of a data set, through the engine that serves it.

  npm run evaluate -- [options]

  --data PATH      CIFAR-10 binary archive or folder, or a folder or tar of <class>/<image>
                   (default: data); its test part
  --version NAME   (default: MODEL_VERSION, or the newest good one of MODEL_NETWORK)
  --precision P    auto, fp32 or int8 (default: INFERENCE_PRECISION)
  --mirrored       looks at each image mirrored too (default: MIRRORED_VIEW)
  --out FILE       where the report is written as JSON (default: evaluation.json)
`;

const CHUNK = 64;

runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: 'data' },
      version: { type: 'string' },
      precision: { type: 'string' },
      mirrored: { type: 'boolean' },
      out: { type: 'string', default: 'evaluation.json' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const config = loadConfiguration({
    ...process.env,
    ...(values.precision !== undefined && { INFERENCE_PRECISION: values.precision }),
  });
  const version = await findVersion(
    config.MODEL_DIR,
    { name: values.version ?? config.MODEL_VERSION, network: config.MODEL_NETWORK },
    (error) => console.error(error.message),
  );
  const own = await judgeOwnPictures(
    version.name,
    { models: config.MODEL_DIR, data: values.data, persistence: config.PERSISTENCE_DIR },
    console.log,
  );
  for (const judged of [own.samples, own.test_set]) {
    if (judged !== null) console.log(`${table(judged)}${version.name}: ${ownInWords(judged)}`);
  }
  if (!takesDataSets(version.card)) {
    console.log(
      `${version.name} has other classes than CIFAR-10, or looks at other pictures than ${IMAGE_SIDE}×${IMAGE_SIDE} pixels: it is judged on pictures of its user alone.`,
    );
    await writeReport(values.out, { version: version.name, ...own, machine: describeMachine() });
    console.log(`Written to ${values.out}`);
    return;
  }
  const data = await readDatasetWithProgress(values.data, 'test', { signal });
  const classifier = await createClassifier(
    version,
    {
      engine: config.INFERENCE_ENGINE,
      precision: config.INFERENCE_PRECISION,
      mirroredView: values.mirrored ?? config.MIRRORED_VIEW,
      workers: config.INFERENCE_WORKERS,
      maxBatchSize: config.MAX_BATCH_SIZE,
      maxQueueDelayMs: 0,
      maxQueueSize: 2 * CHUNK,
      timeoutMs: 60_000,
    },
    QUIET,
  );
  const startedAt = performance.now();
  const probabilities = await classifyAll(classifier, data.images, signal);
  const seconds = (performance.now() - startedAt) / 1000;
  await classifier.close();

  const { class_names: classNames, temperature } = version.card;
  const uncalibrated = withoutTemperature(probabilities, classNames.length, temperature);
  const evaluation = evaluateClassification(probabilities, data.labels, classNames, uncalibrated);
  console.log(table(evaluation));
  console.log(
    `${version.name} on ${classifier.engine} in ${classifier.precision}: accuracy ${percent(evaluation.accuracy)} ` +
      `on ${evaluation.images} images, ${(evaluation.images / seconds).toFixed(0)} images/s`,
  );
  const { calibration } = evaluation;
  console.log(
    `calibration error ${percent(calibration.expected_calibration_error)}, ` +
      `without the temperature ${percent(calibration.expected_calibration_error_uncalibrated)}`,
  );
  await writeReport(values.out, {
    version: version.name,
    ...own,
    data: data.description,
    data_fingerprint: data.fingerprint,
    engine: classifier.engine,
    precision: classifier.precision,
    machine: describeMachine(),
    ...evaluation,
  });
  console.log(`Written to ${values.out}`);
});

const QUIET = {
  info: () => undefined,
  warn: (message: string) => console.error(message),
  error: (message: string) => console.error(message),
};

/** float32, [n, classes] */
async function classifyAll(
  classifier: Classifier,
  images: Uint8Array,
  signal: AbortSignal,
): Promise<Float32Array> {
  const rows: Float32Array[] = [];
  for (let start = 0; start < images.length; start += CHUNK * IMAGE_VALUES) {
    const chunk: Uint8Array[] = [];
    const end = Math.min(start + CHUNK * IMAGE_VALUES, images.length);
    for (let at = start; at < end; at += IMAGE_VALUES)
      chunk.push(images.slice(at, at + IMAGE_VALUES));
    const results = await classifier.classify(chunk, signal);
    rows.push(...results.map(({ probabilities }) => probabilities));
  }
  const classes = rows[0]?.length ?? 0;
  const all = new Float32Array(rows.length * classes);
  for (const [i, row] of rows.entries()) all.set(row, i * classes);
  return all;
}

function table(evaluation: Evaluation): string {
  const names = Object.keys(evaluation.classification_report);
  const width = Math.max(...names.map((name) => name.length));
  const number = (value: number): string => value.toFixed(4).padStart(10);
  const reports = Object.entries(evaluation.classification_report).map(
    ([name, { precision, recall, f1, support }]) => {
      const area = ownValue(evaluation.auc_per_class, name);
      return (
        name.padEnd(width) +
        number(precision) +
        number(recall) +
        number(f1) +
        (area === undefined ? '-'.padStart(10) : number(area)) +
        String(support).padStart(9)
      );
    },
  );
  const head = ['precision', 'recall', 'f1', 'AUC'].map((text) => text.padStart(10)).join('');
  const confusion = evaluation.confusion_matrix.map(
    (row, i) => names[i]!.padEnd(width) + row.map((n) => String(n).padStart(6)).join(''),
  );
  return [
    `${' '.repeat(width)}${head}  support`,
    ...reports,
    '',
    'Confusion matrix (rows: true class, columns: predicted class in the same order)',
    ...confusion,
    '',
  ].join('\n');
}

/** Written to a temporary name and renamed, so that a report is whole or not there. */
async function writeReport(file: string, report: object): Promise<void> {
  await writeFile(`${file}.tmp`, `${JSON.stringify(report, null, 2)}\n`);
  await rename(`${file}.tmp`, file);
}

/** Whether images of CIFAR-10's classes can be shown to it and their labels are its own. */
function takesDataSets({ input, class_names: names }: ModelCard): boolean {
  return (
    input.width === IMAGE_SIDE &&
    input.height === IMAGE_SIDE &&
    CIFAR10_CLASSES.every((name, place) => names[place] === name)
  );
}

function ownInWords({
  accuracy,
  images,
  data,
  accuracy_interval,
  unknown_labels,
}: OwnJudgement): string {
  const { low, high } = accuracy_interval;
  const unknown = Object.keys(unknown_labels);
  return (
    `accuracy ${percent(accuracy)} on ${images} ${data} (95% interval ${percent(low)} to ${percent(high)})` +
    (unknown.length === 0 ? '' : `; it has no class for ${unknown.join(', ')}`) +
    '\n'
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}
