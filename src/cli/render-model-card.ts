import { counted } from '../config/counted';
import { ownValue } from '../config/named-values';
import { classReports } from '../evaluation/classification-report';
import { FARTHEST, isImported, type Metrics, type ModelCard } from '../registry/card';
import { RECIPES, type Recipe } from '../training/recipe';

/** A picture of the card, as the document refers to it. */
export interface CardPicture {
  readonly name: string;
  /** Relative to the document. */
  readonly path: string;
}

/**
 * The card of a version as a document for people, in Markdown.
 *
 * @param pictures in the order in which they are shown
 */
export function renderModelCard(card: ModelCard, pictures: readonly CardPicture[]): string {
  const sections = [
    `# Model card: ${text(card.version)}`,
    '<!-- Written by `npm run model:card` out of card.json; changes by hand are lost. -->',
    introduction(card),
    ...section('On labelled pictures of its user', ownPictures(card)),
    ...section('Results', results(card)),
    ...section(
      'Pictures',
      pictures.map(({ name, path }) => `![${text(name)}](${path})`).join('\n\n'),
    ),
    ...section('Classes', classTable(card)),
    ...section('Confidence', confidence(card)),
    ...section('Data', isImported(card) ? sentence(card.training.data) : data(card)),
    ...section('Network', network(card)),
    ...section('Training', isImported(card) ? '' : training(card)),
    ...section('Retraining', retraining(card)),
    ...section('Gate', gate(card)),
    ...section('Limits', limits(card)),
    ...section('Licence', licence(card)),
    ...section('How to make it again', reproduction(card)),
    ...section('Files', files(card)),
  ];
  return `${sections.join('\n\n')}\n`;
}

function section(heading: string, body: string): string[] {
  return body === '' ? [] : [`## ${heading}`, body];
}

function introduction(card: ModelCard): string {
  const { class_names, input, network, created_at } = card;
  const made = originOf(card);
  return `It takes ${seenBy(input)} to ${input.width}×${input.height} pixels, for one of ${class_names.length} classes: ${list(class_names)}. ${made} on ${created_at.slice(0, 10)}. Network: \`${network.name}\`, ${number(network.parameters)} parameters.`;
}

function seenBy({ fit }: ModelCard['input']): string {
  switch (fit) {
    case 'stretch':
      return 'an image, scaled';
    case 'cover':
      return 'the middle of an image, scaled';
    case 'contain':
      return 'an image, scaled with grey bars where it has another shape';
  }
}

function originOf(card: ModelCard): string {
  const { parent, retraining, successor_of: succession, training } = card;
  if (succession !== undefined) {
    return `It has the network and head of \`${succession.versions[0]!}\`, which it replaces, and was made`;
  }
  if (isImported(card)) return 'It was imported from Teachable Machine';
  if (retraining !== null) {
    return `It was made from \`${String(parent)}\` by retraining its ${retraining.mode === 'head' ? 'head' : 'whole network'}`;
  }
  const { startFrom } = training.recipe as Partial<Recipe>;
  return startFrom === undefined
    ? 'It was trained from the beginning'
    : `It was trained further from the weights of \`${startFrom}\``;
}

const SETS = [
  ['test', 'test images'],
  ['validation', 'held-out images'],
  ['samples', 'labelled samples held out'],
] as const;

function judged({ metrics }: ModelCard): { name: string; metrics: Metrics }[] {
  return SETS.flatMap(([key, name]) => {
    const found = metrics[key];
    return found === null ? [] : [{ name, metrics: found }];
  });
}

/** On its user's pictures, with the interval that so few of them leave. */
function ownPictures({ class_names: names, metrics: { own } }: ModelCard): string {
  if (!own) return '';
  const { right, pictures, value, low, high } = own.accuracy;
  const how =
    own.judged_by === 'leave_one_out'
      ? 'each judged by a head that had learned from all others and not from it'
      : 'all kept out of training';
  return [
    `${number(right)} of ${counted(pictures, 'labelled picture')} ${right === 1 ? 'is' : 'are'} recognised, ${how}: ${percent(value)}; for others of the same kind ${percent(low)} to ${percent(high)} is likely (95% interval). Mean over the classes that have pictures: ${percent(own.mean_recall)}.`,
    table(
      ['class', 'learned from', 'recognised', 'of', 'likely'],
      own.classes.map(({ learned, recall }, c) => [
        text(names[c]!),
        number(learned),
        recall === null ? '–' : number(recall.right),
        recall === null ? '–' : number(recall.pictures),
        recall === null ? '–' : `${percent(recall.low)} to ${percent(recall.high)}`,
      ]),
    ),
  ].join('\n\n');
}

function results(card: ModelCard): string {
  const sets = judged(card);
  if (sets.length === 0) {
    return card.metrics.own ? '' : 'It has not been judged on any images.';
  }
  const row = (label: string, value: (metrics: Metrics) => string): string[] => [
    label,
    ...sets.map(({ metrics }) => value(metrics)),
  ];
  return [
    'The held-out images were watched during the training and fitted the temperature; the test images, where there are any, decided nothing.',
    table(
      ['', ...sets.map(({ name }) => name)],
      [
        row('images', ({ images }) => number(images)),
        row('accuracy', ({ accuracy }) => percent(accuracy)),
        row('precision, macro average', ({ precision_macro }) => percent(precision_macro)),
        row('recall, macro average', ({ recall_macro }) => percent(recall_macro)),
        row('F1, macro average', ({ f1_macro }) => percent(f1_macro)),
        row('calibration error', ({ calibration }) =>
          percent(calibration.expected_calibration_error),
        ),
        row('calibration error without the temperature', ({ calibration }) =>
          percent(calibration.expected_calibration_error_uncalibrated),
        ),
      ],
    ),
  ].join('\n\n');
}

function classTable(card: ModelCard): string {
  const [first] = judged(card);
  if (first === undefined) return '';
  const { name, metrics } = first;
  const reports = classReports(metrics.confusion_matrix);
  const rows = card.class_names.map((className, c) => {
    const { precision, recall, f1, support } = reports[c]!;
    const area = ownValue(metrics.auc_per_class, className);
    return [
      text(className),
      percent(precision),
      percent(recall),
      percent(f1),
      area === undefined ? '–' : area.toFixed(4),
      number(support),
    ];
  });
  return [
    `On the ${name}.`,
    table(['class', 'precision', 'recall', 'F1', 'area under ROC', 'images'], rows),
    'The confusion matrix in numbers (rows: true class, columns: what it is taken for):',
    table(
      ['', ...card.class_names.map(text)],
      metrics.confusion_matrix.map((row, c) => [text(card.class_names[c]!), ...row.map(number)]),
    ),
  ].join('\n\n');
}

function confidence({ temperature, rejection }: ModelCard): string {
  if (rejection.threshold >= FARTHEST) {
    return 'It has no threshold of its own, so that no image is `uncertain`.';
  }
  const kinds = Object.entries(rejection.auroc);
  const sentences = [
    `Probabilities are a softmax at temperature ${temperature.toFixed(3)}, fitted on the held-out images. The expected calibration error above is over 15 bins of equal width.`,
    `An image is \`uncertain\` when the cosine distance of its features to their ${rejection.k}${ordinal(rejection.k)} nearest neighbour among known images${discount(rejection)} is above ${rejection.threshold.toFixed(4)}; ${percent(rejection.percentile)} of the held-out images are below.`,
  ];
  if (kinds.length === 0) return sentences.join(' ');
  return [
    sentences.join(' '),
    'How well that distance tells images of no class from held-out ones (area under the ROC curve; 1 is perfect, 0.5 is chance)' +
      `${measuredOf(rejection)}:`,
    table(
      ['images of no class', 'area'],
      kinds.map(([kind, area]) => [text(kind), area.toFixed(4)]),
    ),
  ].join('\n\n');
}

/** The more a network is excited, the better it knows what it sees. */
function discount({ length_discount: perUnit }: ModelCard['rejection']): string {
  return perUnit === undefined ? '' : `, less ${perUnit.toFixed(4)} times their length,`;
}

/** Said where the figures are those of the same graph with another head. */
function measuredOf({ measured_of }: { measured_of?: string | undefined }): string {
  return measured_of === undefined ? '' : `, measured with the head of ${text(measured_of)}`;
}

function data({ training }: ModelCard): string {
  return `${sentence(training.data)} Trained on ${number(training.images)} of them; ${number(training.validation_images)} were held out. SHA-256 of the pixels and labels in reading order: \`${training.data_fingerprint}\`.`;
}

function network({ network: net, int8 }: ModelCard): string {
  const effort =
    net.mflop === null ? '' : `${net.mflop} MFLOP a forward pass (a multiply-add counts as two), `;
  const whole = `${number(net.parameters)} parameters, ${effort}${number(net.features)} features.`;
  const rows = net.layers.map(({ name, type, output_shape, parameters }) => [
    `\`${name}\``,
    text(type),
    text(output_shape),
    number(parameters),
  ]);
  const graph =
    int8 === null
      ? 'It has no int8 graph.'
      : `The int8 graph, calibrated on ${number(int8.calibration_images)} training images, is right on ${percent(int8.accuracy_int8)} of ${number(int8.images)} held-out images, where the float32 graph is right on ${percent(int8.accuracy_fp32)}${measuredOf(int8)}.`;
  const layers = rows.length === 0 ? [] : [table(['layer', 'kind', 'output', 'parameters'], rows)];
  return [whole, ...layers, graph].join('\n\n');
}

function training({ training: run, parity }: ModelCard): string {
  const recipe = Object.entries(run.recipe).map(([key, value]) => [
    `\`${key}\``,
    `\`${JSON.stringify(value)}\``,
  ]);
  const lines = [
    `${counted(run.epochs, 'epoch')} of batches of ${number(run.batch_size)}, seed ${run.seed}, in ${duration(run.duration_seconds)} (${number(run.images_per_second)} images a second) with ${sentence(run.engine)} Machine: ${sentence(run.machine)}`,
    ...(recipe.length === 0 ? [] : [table(['recipe', ''], recipe)]),
    ...(parity === null
      ? []
      : [
          `The exported ONNX graph and the trained network agree: on ${counted(parity.probe_images, 'image')}, no logit differs by more than ${parity.max_logit_difference.toExponential(1)}.`,
        ]),
  ];
  return lines.join('\n\n');
}

function retraining({ retraining: run }: ModelCard): string {
  if (run === null) return '';
  const classes = [...new Set([...Object.keys(run.samples), ...Object.keys(run.held_out_samples)])];
  return [
    `Mode \`${run.mode}\`, ${duration(run.duration_seconds)}. New classes: ${run.new_classes.length === 0 ? 'none' : list(run.new_classes)}. SHA-256 over the ids and labels of the samples: \`${run.samples_fingerprint}\`.`,
    table(
      ['label', 'samples learned from', 'samples held out'],
      classes.map((name) => [
        text(name),
        number(ownValue(run.samples, name) ?? 0),
        number(ownValue(run.held_out_samples, name) ?? 0),
      ]),
    ),
  ].join('\n\n');
}

function gate({ gate: report }: ModelCard): string {
  if (report === null) return '';
  const verdict = `${report.verdict === 'passed' ? 'Passed' : 'Rejected'}${report.compared_with === null ? '' : `, compared with \`${report.compared_with}\``}.`;
  return [
    verdict,
    table(
      ['rule', 'outcome', 'why'],
      report.rules.map(({ name, passed, explanation }) => [
        text(name),
        passed ? 'passed' : 'failed',
        text(explanation),
      ]),
    ),
  ].join('\n\n');
}

function limits(card: ModelCard): string {
  const [first] = judged(card);
  const weakest =
    first &&
    classReports(first.metrics.confusion_matrix)
      .map(({ recall, support }, c) => ({ name: card.class_names[c]!, recall, support }))
      .filter(({ support }) => support > 0)
      .sort((a, b) => a.recall - b.recall)
      .slice(0, 3);
  const lines = [
    `It sees ${card.input.width}×${card.input.height} pixels: small objects in a large photograph are lost, and so are details.`,
    `It knows ${card.class_names.length} classes and takes every image for one of them; \`uncertain\` is a hint that none fits, not a proof.`,
    ...(weakest === undefined
      ? []
      : [
          `It is weakest on ${list(weakest.map(({ name, recall }) => `${name} (${percent(recall)} found)`))}.`,
        ]),
    card.backbone === null
      ? 'Its training images are web photographs of the 2000s, mostly centred on one object; other domains (drawings, medical or satellite images, people) were never measured.'
      : 'It was judged on pictures of its user alone: on others, of another camera or place, it may do worse.',
    'It must not decide anything about people, and nothing that matters without a person looking.',
  ];
  return lines.map((line) => `- ${line}`).join('\n');
}

const LICENCE =
  'The weights are under the licence of this project (MIT, see `LICENSE`). CIFAR-10 (Alex Krizhevsky, *Learning Multiple Layers of Features from Tiny Images*, 2009) is published for research without a licence of its own; none of its images are in this repository.';

function licence({ backbone }: ModelCard): string {
  if (backbone === null) return LICENCE;
  return `The network is ${text(backbone.name)} (${text(backbone.location)}, SHA-256 \`${backbone.sha256}\`), under ${backbone.licence === null ? 'a licence that is not known here' : text(backbone.licence)}; the pictures that its head was fitted to are its user's.`;
}

const OPTIONS_OF_A_RUN = ['epochs', 'batchSize', 'seed', 'startFrom', 'teachers', 'averagedWith'];

/** As the reader of CIFAR-10's files describes them. */
const DOWNLOADED = 'CIFAR-10 binary archive';

function reproduction(card: ModelCard): string {
  const { training: run, backbone, successor_of: succession } = card;
  if (backbone !== null && isImported(card)) {
    return `\`npm run backbone:add -- ${backbone.location}\`, with the export that it came from.`;
  }
  if (card.retraining !== null) {
    if (succession !== undefined) return `\`${refitting(card, succession.versions[0]!)}\``;
    const { mode, classes } = card.retraining;
    const asked = {
      mode,
      ...(classes !== undefined && { classes }),
      ...(card.backbone !== null && { backbone: card.backbone.name }),
    };
    return `\`POST /api/retrain\` with \`${JSON.stringify(asked)}\` on \`${String(card.parent)}\` and the same labelled samples.`;
  }
  // The first of a line of versions with one network and head is the one that was trained.
  const trained = succession?.versions.at(-1) ?? card.version;
  const recipe = recipeNameOf(run.recipe);
  const lineage = lineageOf(run.recipe);
  // What data:download brings is where every command looks for it.
  const isDownloaded = run.data.includes(DOWNLOADED);
  const command = [
    'npm run train --',
    ...(isDownloaded ? [] : ['--data PATH --test PATH']),
    `--network ${card.network.name}`,
    ...(recipe === undefined ? [] : [`--recipe ${recipe}`]),
    `--epochs ${run.epochs} --batch-size ${run.batch_size} --seed ${run.seed}`,
    `--validation ${run.validation_images}`,
    ...lineage,
    `--version ${trained}`,
  ].join(' \\\n  ');
  const refit = succession === undefined ? '' : `\n${refitting(card, trained)}`;
  return [
    `\`\`\`sh\nnpm ci\nnpm run tensorflow:install\nnpm run data:download${isDownloaded ? '' : ' # CIFAR-10; or name the data above with --data and --test'}\n${command}${refit}\nnpm run evaluate -- ${isDownloaded ? '' : '--data PATH '}--version ${card.version} --precision fp32\nnpm run model:card -- --version ${card.version}\n\`\`\``,
    ...(lineage.length === 0
      ? []
      : [
          'The versions that the command names must be there; how those of this project were made is in [training.md](training.md).',
        ]),
    ...(recipe === undefined
      ? ['Its recipe is none of those that have a name now; the numbers above are all of it.']
      : []),
    'The same seed gives the same order of images; sums in parallel threads round differently from machine to machine, so that the accuracy comes out within some tenths of a point, not to the digit.',
  ].join('\n\n');
}

/** The command that makes a version of the network and head of another one. */
function refitting({ version, input }: ModelCard, from: string): string {
  return `npm run version:refit -- --version ${from} --name ${version} --fit ${input.fit} --kernel ${input.kernel}`;
}

/** Where its weights and a part of its targets came from, as the command takes them. */
function lineageOf({
  startFrom,
  teachers,
  averagedWith,
}: Pick<Partial<Recipe>, 'startFrom' | 'teachers' | 'averagedWith'>): string[] {
  return [
    ...(startFrom === undefined ? [] : [`--start-from ${startFrom}`]),
    ...(teachers?.versions ?? []).map((version) => `--teacher ${version}`),
    ...(teachers === undefined ? [] : [`--teacher-share ${teachers.share}`]),
    ...(averagedWith === undefined ? [] : [`--average-with ${averagedWith}`]),
  ];
}

/** The named recipe with these numbers, whatever its epochs, batch size, seed and lineage. */
function recipeNameOf(recipe: Readonly<Record<string, unknown>>): string | undefined {
  const essence = (of: object): string =>
    JSON.stringify(
      Object.entries(of)
        .filter(([key]) => !OPTIONS_OF_A_RUN.includes(key))
        .sort(([a], [b]) => a.localeCompare(b)),
    );
  return Object.entries(RECIPES).find(([, numbers]) => essence(numbers) === essence(recipe))?.[0];
}

function files({ files: hashes }: ModelCard): string {
  return table(
    ['file', 'SHA-256'],
    Object.entries(hashes).map(([name, hash]) => [`\`${name}\``, `\`${hash}\``]),
  );
}

/** Cells are padded to columns, as the formatter does it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, c) => Math.max(3, ...[head, ...rows].map((row) => row[c]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, c) => cell.padEnd(widths[c]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** A text as it may stand in a paragraph or a cell. */
function text(raw: string): string {
  return raw.replace(/[\\`*_[\]<>|]/g, (character) => `\\${character}`).replace(/\s+/g, ' ');
}

function list(names: readonly string[]): string {
  return names.map(text).join(', ');
}

function sentence(raw: string): string {
  const clean = text(raw);
  return /[.!?]$/.test(clean) ? clean : `${clean}.`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds.toFixed(1)} seconds`;
  return counted(Math.round(seconds / 60), 'minute');
}

function ordinal(value: number): string {
  const teens = Math.floor(value / 10) % 10 === 1;
  return teens ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th');
}
