import { z } from 'zod';
import { ArchiveError, EntryError } from '../../dataset/samples/archive/archive-error';
import { partsOf } from '../../dataset/samples/archive/entry-place';
import { entriesOfZip } from '../../dataset/samples/archive/read-zip';
import { MAX_CLASSES } from '../../config/class-limit';
import { describeIssue, plainIssue } from '../../config/plain-issue';
import { BackboneError } from '../backbone-error';
import { layersModelSchema, type LayersModel } from './layers-model';
import { readWeights, type Weights } from './weights';

/** Bytes of the files of an export, unpacked, by name. Shards of weights may have any name. */
const MOST_BYTES: ReadonlyMap<string, number> = new Map([
  ['model.json', 16 * 1024 * 1024],
  ['metadata.json', 1024 * 1024],
]);
const MOST_WEIGHT_BYTES = 256 * 1024 * 1024;
const MOST_ENTRIES = 100;

const metadataSchema = z.object({
  labels: z.array(z.string()),
  imageSize: z.int().positive().optional(),
  grayscale: z.boolean().optional(),
});

/** What a Teachable Machine export holds. */
export interface TeachableMachineExport {
  readonly model: LayersModel;
  readonly weights: Weights;
  /** As they were typed there. */
  readonly labels: readonly string[];
}

/**
 * Reads the zip that Teachable Machine exports an image model as, in its form for TensorFlow.js.
 *
 * @throws {BackboneError}
 */
export async function readExport(file: string): Promise<TeachableMachineExport> {
  const files = await unpack(file);
  const json = files.get('model.json');
  if (json === undefined) {
    throw new BackboneError(
      `The zip has no model.json: in Teachable Machine, export the model for TensorFlow.js and download it.${lookalike(files)}`,
    );
  }
  const metadata = metadataSchema.safeParse(parse(files.get('metadata.json'), 'metadata.json'));
  if (!metadata.success) {
    throw new BackboneError('metadata.json of the zip does not name the classes (labels).');
  }
  if (metadata.data.grayscale === true) {
    throw new BackboneError(
      'The model takes grey pictures of microcontrollers; colours are used here.',
    );
  }
  const model = layersModelSchema.safeParse(parse(json, 'model.json'), { error: plainIssue });
  if (!model.success) {
    throw new BackboneError(
      `model.json of the zip is not a model of layers: ${describeIssue(model.error)}.`,
    );
  }
  const labels = metadata.data.labels.map((label) => label.normalize('NFC').trim().toLowerCase());
  if (labels.length < 2 || labels.length > MAX_CLASSES) {
    throw new BackboneError(
      `metadata.json of the zip names ${labels.length} classes (labels): a version has 2 to ${MAX_CLASSES}.`,
    );
  }
  if (new Set(labels).size < labels.length) {
    throw new BackboneError('Two classes in metadata.json of the zip have the same name (labels).');
  }
  const { modelTopology, weightsManifest } = model.data;
  return {
    model: modelTopology,
    weights: readWeights(weightsManifest, files),
    labels: metadata.data.labels,
  };
}

/** The files of the zip by their last name: some archivers put them into a folder. */
async function unpack(file: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  let entries = 0;
  try {
    for await (const entry of entriesOfZip(file)) {
      const name = partsOf(entry.path)?.at(-1);
      if (++entries > MOST_ENTRIES)
        throw new BackboneError('The zip has too many files for an export.');
      if (name === undefined || entry.isFolder || entry.path.includes('__MACOSX')) continue;
      if (entry.bytes > (MOST_BYTES.get(name) ?? MOST_WEIGHT_BYTES)) {
        throw new BackboneError(`${JSON.stringify(name)} of the zip is too large.`);
      }
      if (entry.problem !== undefined) {
        throw new BackboneError(`${JSON.stringify(name)} of the zip is not read: ${entry.problem}`);
      }
      if (files.has(name)) throw new BackboneError(`${JSON.stringify(name)} is in the zip twice.`);
      files.set(name, await entry.read());
    }
  } catch (cause) {
    if (cause instanceof ArchiveError || cause instanceof EntryError) {
      throw new BackboneError(cause.message, { cause });
    }
    throw cause;
  }
  return files;
}

function lookalike(files: ReadonlyMap<string, Buffer>): string {
  const other = [...files.keys()].find((name) => /\.(?:h5|tflite|pb)$/i.test(name));
  return other === undefined ? '' : ` This one is for another program (${JSON.stringify(other)}).`;
}

function parse(bytes: Buffer | undefined, name: string): unknown {
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new BackboneError(`${name} of the zip is not JSON.`, { cause });
  }
}
