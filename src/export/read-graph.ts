import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { onnx } from 'onnx-proto';
import { isVersionFileName } from '../registry/version-files';
import { NotExportableError } from './errors';

const { EXTERNAL, DEFAULT } = onnx.TensorProto.DataLocation;

/**
 * Reads a graph with all its weights: those that lie in files beside it are put into it.
 *
 * @param file absolute path
 * @throws {NotExportableError} when its weights are not where it says they are
 */
export async function readGraph(file: string): Promise<onnx.IModelProto> {
  const model = onnx.ModelProto.decode(await readFile(file));
  const files = new Map<string, Uint8Array>();
  for (const tensor of model.graph?.initializer ?? []) {
    if (tensor.dataLocation !== EXTERNAL) continue;
    const { location, offset, length } = placeOf(tensor);
    if (!isVersionFileName(location)) {
      throw new NotExportableError('a graph keeps weights outside of its folder');
    }
    const bytes = files.get(location) ?? (await readFile(path.join(path.dirname(file), location)));
    files.set(location, bytes);
    const end = length === undefined ? bytes.length : offset + length;
    if (end > bytes.length) throw new NotExportableError(`${location} ends before its weights do`);
    tensor.rawData = bytes.subarray(offset, end);
    tensor.dataLocation = DEFAULT;
    tensor.externalData = [];
  }
  return model;
}

/** ONNX external data: texts by key. */
function placeOf({ externalData }: onnx.ITensorProto): {
  readonly location: string;
  readonly offset: number;
  readonly length: number | undefined;
} {
  const facts = new Map(externalData?.map(({ key, value }) => [key, value]));
  const length = facts.get('length');
  return {
    location: facts.get('location') ?? '',
    offset: Number(facts.get('offset') ?? 0),
    length: length === undefined ? undefined : Number(length),
  };
}
