import { IMAGE_VALUES } from '../../config/image-shape';
import type { LabelledImages } from '../../dataset/labelled-images';
import { accuracyOf } from '../../evaluation/accuracy';
import type { ModelCard } from '../../registry/card';
import type { FoldedModel } from '../network/folded-model';
import type { FoldedNetwork } from '../network/folded-network';
import { observeActivations } from '../quantization/activation-ranges';
import { toInt8Onnx } from './int8-graph';
import { withOnnxGraph } from './run-onnx';

/** Top-1 accuracy, 0-1, that the int8 graph may lose. */
const TOLERATED_LOSS = 0.003;
const CALIBRATION_IMAGES = 512;
const BATCH = 64;
const GRAPH = 'model.onnx';

export interface Int8Graph {
  /** null when it lost more than it may */
  readonly graph: Buffer | null;
  readonly report: NonNullable<ModelCard['int8']>;
}

/**
 * Quantizes a network and compares it, in ONNX Runtime, with the float32 one on held-out images.
 *
 * @param training uint8, [n, 32, 32, 3]: some of them calibrate the activations
 */
export async function makeInt8Graph(
  layers: FoldedNetwork,
  folded: FoldedModel,
  training: Uint8Array,
  heldOut: LabelledImages,
  producerVersion: string,
): Promise<Int8Graph> {
  const calibration = spread(training, CALIBRATION_IMAGES);
  const ranges = await observeActivations(folded, calibration, BATCH);
  const graph = toInt8Onnx(layers, ranges, producerVersion);
  const { logits: expected } = await folded.predict(heldOut.images, BATCH);
  const { logits: actual } = await withOnnxGraph({ [GRAPH]: graph }, GRAPH, (session) =>
    session.run(heldOut.images, BATCH),
  );
  const report = {
    accuracy_fp32: accuracyOf(expected, heldOut.labels),
    accuracy_int8: accuracyOf(actual, heldOut.labels),
    images: heldOut.labels.length,
    calibration_images: calibration.length / IMAGE_VALUES,
  };
  const passed = report.accuracy_fp32 - report.accuracy_int8 <= TOLERATED_LOSS;
  return { graph: passed ? graph : null, report };
}

/** Images at equal distances in a set, which is in the order of its classes. */
function spread(images: Uint8Array, count: number): Uint8Array {
  const total = images.length / IMAGE_VALUES;
  const taken = Math.min(count, total);
  const chosen = new Uint8Array(taken * IMAGE_VALUES);
  for (let i = 0; i < taken; i++) {
    const start = Math.floor((i * total) / taken) * IMAGE_VALUES;
    chosen.set(images.subarray(start, start + IMAGE_VALUES), i * IMAGE_VALUES);
  }
  return chosen;
}
