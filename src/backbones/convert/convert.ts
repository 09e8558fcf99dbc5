import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '../../registry/sha256';
import { BACKBONE_FILES } from '../backbone';
import { BackboneError } from '../backbone-error';
import { diskProblem } from '../disk-problem';
import { buildBackboneGraph, type BackboneGraph } from '../onnx/build-graph';
import { LARGEST_FILE_BYTES } from '../onnx/message-bounds';
import { readExport } from '../teachable-machine/read-export';
import { translateExport } from '../teachable-machine/teachable-machine';
import type { Conversion, ConversionTask } from './conversion';

/** Zip archives begin with it, and ONNX files do not. */
const ZIP = Buffer.from('PK');

/**
 * Makes a backbone's graphs of a network, on the calling thread; see `convertApart` for the way that
 * keeps the program safe from it.
 *
 * @throws {BackboneError}
 */
export async function convert(task: ConversionTask): Promise<Conversion> {
  const bytes = await readNetwork(task.file);
  return bytes.subarray(0, ZIP.length).equals(ZIP)
    ? convertExport(task, bytes)
    : convertOnnx(task, bytes);
}

async function convertOnnx(task: ConversionTask, bytes: Buffer): Promise<Conversion> {
  const graph = await buildBackboneGraph(bytes, task.options);
  await write(task, graph);
  return { ...described(graph), sha256: sha256(bytes), teachableMachine: null };
}

async function convertExport(task: ConversionTask, bytes: Buffer): Promise<Conversion> {
  const { preprocessing, layout, features } = task.options;
  if (Object.keys(preprocessing ?? {}).length > 0 || (layout ?? features) !== undefined) {
    throw new BackboneError(
      'A Teachable Machine export says itself how pictures are prepared and where its features are.',
    );
  }
  const { graph, classNames, head } = await translateExport(await readExport(task.file));
  await write(task, graph);
  return { ...described(graph), sha256: sha256(bytes), teachableMachine: { classNames, head } };
}

async function write({ into }: ConversionTask, { bytes }: BackboneGraph): Promise<void> {
  await writeFile(path.join(into, BACKBONE_FILES.onnx), bytes);
}

function described({
  input,
  features,
  pooled = features,
  parameters,
  notes,
}: BackboneGraph): Omit<Conversion, 'sha256' | 'teachableMachine'> {
  return { input, features, pooled, parameters, notes: [...notes], int8: null };
}

async function readNetwork(file: string): Promise<Buffer> {
  const name = path.basename(file);
  let size: number;
  try {
    const found = await stat(file);
    if (!found.isFile()) throw new BackboneError(`${name} is not a file.`);
    ({ size } = found);
    if (size <= LARGEST_FILE_BYTES) return await readFile(file);
  } catch (cause) {
    if (cause instanceof BackboneError) throw cause;
    throw new BackboneError(`${name} cannot be read (${diskProblem(cause)}).`, { cause });
  }
  throw new BackboneError(
    `${name} has ${size} bytes; a network may have up to ${LARGEST_FILE_BYTES}.`,
  );
}
