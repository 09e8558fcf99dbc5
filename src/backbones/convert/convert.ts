import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '../../registry/sha256';
import { BACKBONE_FILES } from '../backbone';
import { BackboneError } from '../backbone-error';
import { buildBackboneGraph } from '../onnx/build-graph';
import { LARGEST_FILE_BYTES } from '../onnx/message-bounds';
import type { Conversion, ConversionTask } from './conversion';
import { stat } from 'node:fs/promises';

/**
 * Makes a backbone's graphs of a network, on the calling thread; see `convertApart` for the way that
 * keeps the program safe from it.
 *
 * @throws {BackboneError}
 */
export async function convert({ file, options, into }: ConversionTask): Promise<Conversion> {
  const bytes = await readNetwork(file);
  const { bytes: graph, ...found } = await buildBackboneGraph(bytes, options);
  await writeFile(path.join(into, BACKBONE_FILES.onnx), graph);
  return { ...found, notes: [...found.notes], int8: null, sha256: sha256(bytes) };
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
    throw new BackboneError(`${name} cannot be read (${(cause as Error).message}).`, { cause });
  }
  throw new BackboneError(
    `${name} has ${size} bytes; a network may have up to ${LARGEST_FILE_BYTES}.`,
  );
}
