import { parseArgs } from 'node:util';
import { addBackbone, type AddOptions, type AddProgress } from '../backbones/add';
import {
  backboneNames,
  backbonesFolder,
  listBackbones,
  type BackboneEntry,
} from '../backbones/backbone';
import { CATALOGUE, DEFAULT_BACKBONE } from '../backbones/catalogue';
import { AddOptionError, readAddOptions, type WrittenOptions } from '../backbones/read-options';
import { removeBackbone } from '../backbones/remove-backbone';
import { loadConfiguration, type Configuration } from '../config/load';
import { importTeachableMachine } from '../training/pictures/write-imported-version';
import { DownloadBar } from './download-bar';
import { quantiseWithSamples } from './quantise-backbone';
import { runCommand, UsageError } from './run-command';

const USAGE = `Networks from elsewhere that versions for your own pictures are made on.

  npm run backbone:add -- <source> [options]
  npm run backbone:list
  npm run backbone:quantise -- <name>   in 8 bits, on your labelled pictures, where that is faster
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
    case 'quantise':
      return quantiseWithSamples(config, needed(subject, 'the name of a backbone'));
    case 'remove':
      return remove(dir, needed(subject, 'the name of a backbone'));
    default:
      throw new UsageError(`"${command}" is not add, list, quantise or remove`);
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
  if (!(await removeBackbone(dir, name))) {
    const names = (await backboneNames(dir)).sort().join(', ');
    throw new UsageError(`there is no backbone "${name}"; there are ${names || 'none'}`);
  }
  console.log(
    `Removed the backbone ${name}. Versions made on it have its network and go on working.`,
  );
}

function needed(text: string | undefined, what: string): string {
  if (text === undefined) throw new UsageError(`${what} is missing`);
  return text;
}

/** @throws {UsageError} */
function optionsOf(values: WrittenOptions): AddOptions {
  try {
    return readAddOptions(values);
  } catch (error) {
    if (!(error instanceof AddOptionError)) throw error;
    throw new UsageError(`--${error.message}`);
  }
}
