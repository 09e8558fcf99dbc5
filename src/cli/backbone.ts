import { parseArgs } from 'node:util';
import { addBackbone, type AddOptions, type AddProgress } from '../backbones/add';
import { backbonesFolder, listBackbones, type BackboneEntry } from '../backbones/backbone';
import { CATALOGUE, DEFAULT_BACKBONE } from '../backbones/catalogue';
import type { Preprocessing } from '../backbones/preprocessing/preprocessing';
import { removeBackbone } from '../backbones/remove-backbone';
import { loadConfiguration, type Configuration } from '../config/load';
import { importTeachableMachine } from '../training/pictures/write-imported-version';
import { DownloadBar } from './download-bar';
import { runCommand, UsageError } from './run-command';

const USAGE = `Networks from elsewhere that versions for your own pictures are made on.

  npm run backbone:add -- <source> [options]
  npm run backbone:list
  npm run backbone:remove -- <name>

A source is
  a name         ${CATALOGUE.map(({ name }) => name).join(', ')}
                 (${DEFAULT_BACKBONE} is best to begin with)
  file.onnx      a network for pictures, as a single file
  export.zip     what Teachable Machine exports for TensorFlow.js
  hf:<owner>/<repository>/<path>@<commit>   a file on the Hugging Face Hub

  --name NAME        of the backbone (default: made from the source)
  --input SIZE       of pictures, where the network leaves it open: 224 or 320x240
  --fit FIT          cover (default), contain or stretch
  --crop SHARE       of the sides that is looked at with cover (default: 0.875)
  --mean R,G,B       subtracted from pixels of 0-255, or of 0-1 where all are at most 1
  --std R,G,B        what they are divided by, in the same scale
  --layout LAYOUT    NCHW or NHWC, where the network does not tell
  --features TENSOR  that holds the features, where the end of the network does not show them
  --sha256 DIGEST    that the file must have
  --licence NAME     under which the weights may be used, where the source does not say

What is not said is read from preprocessor_config.json or timm's config.json beside the network.
`;

const MEGABYTE = 1e6;

runCommand(async (signal) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      input: { type: 'string' },
      fit: { type: 'string' },
      crop: { type: 'string' },
      mean: { type: 'string' },
      std: { type: 'string' },
      layout: { type: 'string' },
      features: { type: 'string' },
      sha256: { type: 'string' },
      licence: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [command, subject, ...more] = positionals;
  if (values.help || command === undefined) {
    console.log(USAGE);
    return;
  }
  if (more.length > 0) throw new UsageError(`too many arguments: ${more.join(' ')}`);
  const config = loadConfiguration(process.env);
  const dir = backbonesFolder(config.MODEL_DIR);
  switch (command) {
    case 'add':
      return add(needed(subject, 'a source'), optionsOf(values), config, signal);
    case 'list': {
      list(await listBackbones(dir));
      return;
    }
    case 'remove':
      return remove(dir, needed(subject, 'the name of a backbone'));
    default:
      throw new UsageError(`"${command}" is not add, list or remove`);
  }
});

async function add(
  source: string,
  options: AddOptions,
  config: Configuration,
  signal: AbortSignal,
): Promise<void> {
  const bar = new DownloadBar();
  try {
    const { backbone, teachableMachine } = await addBackbone(source, options, {
      dir: backbonesFolder(config.MODEL_DIR),
      downloads: config.BACKBONE_DOWNLOADS
        ? { endpoint: config.HF_ENDPOINT, token: config.HF_TOKEN }
        : null,
      signal,
      onProgress: (progress) => show(progress, bar),
    });
    bar.stop();
    const { card } = backbone;
    console.log(
      `Added the backbone ${backbone.name}: ${card.input.width}×${card.input.height} pixels, ${card.features} features, ${(card.parameters / MEGABYTE).toFixed(1)} million parameters.`,
    );
    for (const note of card.notes) console.log(`  ${note}`);
    if (card.source.trusted === 'first-use') {
      console.log(
        `  Nobody said which file to expect; it was taken as it came, with the SHA-256 ${card.source.sha256}.`,
      );
    }
    if (teachableMachine !== null) {
      const version = await importTeachableMachine(
        config.MODEL_DIR,
        { backbone, teachableMachine },
        new Date(),
      );
      console.log(
        `Wrote the version ${version.name}, which answers as it did there, with the classes ${teachableMachine.classNames.join(', ')}. Promote it on the Models page, or with POST /api/models/${version.name}/promote.`,
      );
    }
  } finally {
    bar.stop();
  }
}

function show(progress: AddProgress, bar: DownloadBar): void {
  if (progress.stage === 'downloading') bar.update(progress.doneBytes, progress.totalBytes);
  else bar.stop();
  if (progress.stage === 'converting') console.error('Checking and converting the network …');
}

function list(entries: readonly BackboneEntry[]): void {
  if (entries.length === 0) console.log('There are no backbones yet.');
  for (const entry of entries) {
    if (entry.kind === 'broken') {
      console.log(`${entry.name}  broken: ${entry.reason}`);
      continue;
    }
    const { input, features, licence, source } = entry.backbone.card;
    console.log(
      `${entry.name}  ${input.width}×${input.height} pixels, ${features} features, ${licence ?? 'licence not said'}, from ${source.location}`,
    );
  }
  const there = new Set(entries.map(({ name }) => name));
  const missing = CATALOGUE.filter(({ name }) => !there.has(name));
  if (missing.length > 0) console.log('\nTo be added by name:');
  for (const { name, description, bytes, imageNetAccuracy, milliseconds, licence } of missing) {
    console.log(
      `  ${name}  ${description} ${Math.round(bytes / MEGABYTE)} MB, ImageNet ${imageNetAccuracy}%, about ${milliseconds} ms, ${licence}.`,
    );
  }
}

async function remove(dir: string, name: string): Promise<void> {
  if (!(await removeBackbone(dir, name))) throw new UsageError(`there is no backbone "${name}"`);
  console.log(
    `Removed the backbone ${name}. Versions made on it have its network and go on working.`,
  );
}

function needed(text: string | undefined, what: string): string {
  if (text === undefined) throw new UsageError(`${what} is missing`);
  return text;
}

type Values = Readonly<
  Partial<
    Record<
      | 'name'
      | 'input'
      | 'fit'
      | 'crop'
      | 'mean'
      | 'std'
      | 'layout'
      | 'features'
      | 'sha256'
      | 'licence',
      string
    >
  >
>;

function optionsOf(values: Values): AddOptions {
  const { name, features, licence, sha256, layout } = values;
  if (sha256 !== undefined && !/^[0-9a-fA-F]{64}$/.test(sha256)) {
    throw new UsageError('--sha256 must have 64 hexadecimal digits');
  }
  return {
    name,
    features,
    licence,
    sha256,
    layout: layout === undefined ? undefined : oneOf('layout', layout, ['NCHW', 'NHWC']),
    preprocessing: preprocessingOf(values),
  };
}

function preprocessingOf({ input, fit, crop, mean, std }: Values): Preprocessing {
  const colours = coloursOf(mean, std);
  return {
    ...(input !== undefined && sizeOf(input)),
    ...(fit !== undefined && { fit: oneOf('fit', fit, ['cover', 'contain', 'stretch']) }),
    ...(crop !== undefined && { crop: share('crop', crop) }),
    ...colours,
  };
}

function sizeOf(text: string): Pick<Preprocessing, 'width' | 'height'> {
  const match = /^(\d{1,4})(?:[x×](\d{1,4}))?$/.exec(text);
  if (match === null) throw new UsageError('--input must be a size such as 224 or 320x240');
  return { width: Number(match[1]), height: Number(match[2] ?? match[1]) };
}

type Colour = [number, number, number];

/** People write both in the scale of their library: 0-1 where no number is larger. */
function coloursOf(
  mean: string | undefined,
  std: string | undefined,
): Pick<Preprocessing, 'mean' | 'deviation'> {
  const both = { mean: colour('mean', mean), deviation: colour('std', std) };
  const largest = Math.max(...(both.mean ?? []), ...(both.deviation ?? []));
  const scaled = (values: Colour | undefined): Colour | undefined =>
    largest <= 1 ? (values?.map((value) => value * 255) as Colour | undefined) : values;
  const [scaledMean, deviation] = [scaled(both.mean), scaled(both.deviation)];
  return {
    ...(scaledMean !== undefined && { mean: scaledMean }),
    ...(deviation !== undefined && { deviation }),
  };
}

function colour(option: string, text: string | undefined): Colour | undefined {
  if (text === undefined) return undefined;
  const [red, green, blue, ...more] = text.split(',').map(Number);
  const values: Colour = [red ?? NaN, green ?? NaN, blue ?? NaN];
  const isZero = option === 'std' && values.includes(0);
  if (more.length === 0 && values.every(Number.isFinite) && !isZero) return values;
  throw new UsageError(`--${option} must be three numbers such as 0.485,0.456,0.406`);
}

function share(option: string, text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  throw new UsageError(`--${option} must be a number above 0 and up to 1, not "${text}"`);
}

function oneOf<const Choice extends string>(
  option: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new UsageError(`--${option} must be ${choices.join(' or ')}, not "${text}"`);
}
