import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import type { NetworkSpecification } from './network/specification';
import type { Whitening } from './network/whitening';
import type { NamedVariable } from './optimizer';
import type { Recipe } from './recipe';

/** One line of a run's history. */
export interface EpochRecord {
  readonly epoch: number;
  /** Mean loss over the epoch's batches. */
  readonly loss: number;
  /** On the augmented training images, as they went by. */
  readonly accuracy: number;
  readonly val_accuracy: number;
  readonly seconds: number;
}

/** What must be the same for a run to go on where a checkpoint left it. */
export interface RunIdentity {
  readonly specification: NetworkSpecification;
  readonly classNames: readonly string[];
  readonly recipe: Recipe;
  /** SHA-256 of the training data. */
  readonly dataFingerprint: string;
  /** With another number set apart, images that were trained on would validate. */
  readonly validationImages: number;
}

export interface Checkpoint extends RunIdentity {
  readonly format: 1;
  /** Epochs completed. */
  readonly epoch: number;
  readonly history: readonly EpochRecord[];
}

/** A checkpoint that belongs to another run, or that cannot be read. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}

/** There is no room for the checkpoint, or it may not be written; the one before it is as it was. */
export class CheckpointNotWrittenError extends Error {
  override readonly name = 'CheckpointNotWrittenError';
}

const FILE = 'checkpoint.bin';
const HEADER_BYTES = 4;

/**
 * Writes a run's whole state, to a temporary name and then renamed.
 *
 * @throws {CheckpointNotWrittenError} when the disk does not take it
 */
export async function saveCheckpoint(
  folder: string,
  checkpoint: Checkpoint,
  whitening: Whitening,
  variables: readonly NamedVariable[],
): Promise<void> {
  const tensors = [
    ...variables.map(({ name, variable }) => ({ name, tensor: variable })),
    { name: 'whitening/filter', tensor: tf.tensor1d(whitening.filter) },
    { name: 'whitening/offset', tensor: tf.tensor1d(whitening.offset) },
  ];
  const { data, specs } = await tf.io.encodeWeights(tensors);
  tf.dispose(tensors.slice(-2).map(({ tensor }) => tensor));
  const header = Buffer.from(JSON.stringify({ checkpoint, specs }));
  const length = Buffer.alloc(HEADER_BYTES);
  length.writeUInt32LE(header.length);
  const file = path.join(folder, FILE);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(`${file}.tmp`, Buffer.concat([length, header, Buffer.from(data)]));
    await rename(`${file}.tmp`, file);
  } catch (cause) {
    await rm(`${file}.tmp`, { force: true });
    throw new CheckpointNotWrittenError(
      `the checkpoint of epoch ${checkpoint.epoch} cannot be written (${(cause as Error).message}); ` +
        'the one before it is kept: make room, and the run goes on from there',
      { cause },
    );
  }
}

/** Removes the checkpoint of a run, and nothing else of its folder. */
export async function removeCheckpoint(folder: string): Promise<void> {
  await rm(path.join(folder, FILE), { force: true });
}

/** A checkpoint as read; its tensors are plain arrays until they are assigned. */
export interface StoredCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly whitening: Whitening;
  /** Fills the run's variables, by name. */
  restore(variables: readonly NamedVariable[]): void;
}

/**
 * Reads the checkpoint of a run.
 *
 * @returns undefined where there is none
 * @throws {CheckpointError} when it is damaged, or of another network, recipe or data set
 */
export async function loadCheckpoint(
  folder: string,
  expected: RunIdentity,
): Promise<StoredCheckpoint | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path.join(folder, FILE));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CheckpointError(
      `the checkpoint cannot be read (${(cause as Error).message}); name another folder with --run`,
      { cause },
    );
  }
  const { checkpoint, tensors } = decode(bytes);
  for (const key of Object.keys(LABELS) as (keyof typeof LABELS)[]) {
    if (JSON.stringify(checkpoint[key]) !== JSON.stringify(expected[key])) {
      throw new CheckpointError(
        `the checkpoint in this folder belongs to a run with another ${LABELS[key]}; ` +
          'name another folder with --run, or start over with --fresh',
      );
    }
  }
  return {
    checkpoint,
    whitening: {
      filter: values(tensors, 'whitening/filter'),
      offset: values(tensors, 'whitening/offset'),
    },
    restore(variables) {
      for (const { name, variable } of variables) {
        tf.tidy(() => variable.assign(tf.tensor(values(tensors, name), variable.shape)));
      }
    },
  };
}

const LABELS = {
  specification: 'network',
  classNames: 'list of classes',
  recipe: 'recipe',
  dataFingerprint: 'data set',
  validationImages: 'number of images to validate with',
} as const satisfies Record<keyof RunIdentity, string>;

interface Decoded {
  readonly checkpoint: Checkpoint;
  readonly tensors: ReadonlyMap<string, Float32Array>;
}

function decode(bytes: Buffer): Decoded {
  try {
    const end = HEADER_BYTES + bytes.readUInt32LE(0);
    const { checkpoint, specs } = JSON.parse(bytes.toString('utf8', HEADER_BYTES, end)) as {
      checkpoint: Checkpoint;
      specs: tf.io.WeightsManifestEntry[];
    };
    const tensors = new Map<string, Float32Array>();
    let at = end;
    for (const { name, shape } of specs) {
      const sizeBytes = 4 * shape.reduce((product, side) => product * side, 1);
      if (at + sizeBytes > bytes.length) throw new Error('it is cut off');
      tensors.set(
        name,
        new Float32Array(
          bytes.buffer.slice(bytes.byteOffset + at, bytes.byteOffset + at + sizeBytes),
        ),
      );
      at += sizeBytes;
    }
    return { checkpoint, tensors };
  } catch (cause) {
    throw new CheckpointError('the checkpoint is damaged; start over with --fresh', { cause });
  }
}

function values(tensors: ReadonlyMap<string, Float32Array>, name: string): Float32Array {
  const found = tensors.get(name);
  if (found === undefined) throw new CheckpointError(`the checkpoint lacks ${name}`);
  return found;
}
