import { onnx } from 'onnx-proto';
import type { Head } from '../registry/version';
import { NotExportableError } from './errors';
import { foldHead } from './fold-head';
import { readGraph } from './read-graph';

/** Protocol buffers end at 2 GiB; a graph that large would have to keep its weights elsewhere. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * A graph that takes pictures and gives probabilities, without any other file.
 *
 * @param file graph of a version
 * @returns the model's protobuf bytes
 * @throws {NotExportableError} saying what is in the way
 */
export async function onnxClassifier(
  file: string,
  head: Head,
  producerVersion: string,
): Promise<Uint8Array> {
  const model = await readGraph(file);
  foldHead(model, head);
  model.producerName = 'mlops-image-classification';
  model.producerVersion = producerVersion;
  const bytes = model.graph?.initializer?.reduce(
    (sum, { rawData }) => sum + (rawData?.length ?? 0),
    0,
  );
  if ((bytes ?? 0) > MOST_BYTES) {
    throw new NotExportableError('its graph is larger than one file of ONNX can be');
  }
  return onnx.ModelProto.encode(model).finish();
}
