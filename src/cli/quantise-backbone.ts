import { readFile } from 'node:fs/promises';
import { backbonesFolder, openBackbone } from '../backbones/backbone';
import { addInt8Graph } from '../backbones/quantise/add-int8-graph';
import { quantiseBackbone } from '../backbones/quantise/quantise-backbone';
import { inputValues } from '../config/input-spec';
import type { Configuration } from '../config/load';
import { readLabelledSamples } from '../dataset/samples/read-labelled-samples';
import { samplesWithPixels } from '../dataset/samples/sample-pixels';
import { UsageError } from './run-command';

/** More pictures do not change the ranges that are observed. */
const MOST_PICTURES = 120;
const LEAST_PICTURES = 6;

/**
 * Gives a backbone an int8 graph, calibrated on the labelled pictures of the store and compared with its
 * float32 graph on others of them; it is kept where it is faster here and gives nearly the same features.
 * Versions that are made on the backbone afterwards have both, and serve with the faster one.
 *
 * @throws {UsageError} where the store has too few labelled pictures
 * @throws {BackboneError} where there is no such backbone, or it has an int8 graph already
 */
export async function quantiseWithSamples(config: Configuration, name: string): Promise<void> {
  const dir = backbonesFolder(config.MODEL_DIR);
  const { onnxFile, card } = await openBackbone(dir, name);
  // Their ids are hashes: in the order of ids, classes are mixed.
  const samples = (await readLabelledSamples(config.PERSISTENCE_DIR)).slice(0, MOST_PICTURES);
  const seen = await samplesWithPixels(samples, card.input, ({ message }) =>
    console.error(message),
  );
  if (seen.length < LEAST_PICTURES) {
    throw new UsageError(
      `a backbone is quantised on ${LEAST_PICTURES} labelled pictures at least, and there are ${seen.length}`,
    );
  }
  const values = inputValues(card.input);
  const images = new Uint8Array(seen.length * values);
  for (const [i, { pixels }] of seen.entries()) images.set(pixels, i * values);
  const { bytes, report } = await quantiseBackbone(await readFile(onnxFile), images, card.input);
  if (report === null) {
    console.log(`${name} has no convolutions to quantise; it stays as it is.`);
    return;
  }
  const found =
    `cosine ${report.cosine.toFixed(3)} between the features of both graphs, ` +
    `${report.milliseconds_int8.toFixed(1)} ms a picture in int8 and ${report.milliseconds_float.toFixed(1)} ms in float32`;
  if (bytes === null) {
    console.log(`The int8 graph is not kept: ${found}.`);
    return;
  }
  await addInt8Graph(dir, name, bytes, report);
  console.log(
    `Added the int8 graph: ${found}. The next training on ${name} makes a version that has it.`,
  );
}
