import { EXPORT_FILES } from '../export-files';

/**
 * A module for browsers, with onnxruntime-web, that gives the probability of each class. What is said
 * of the input in `preprocessing.json` it reads there.
 */
export function browserCode(): string {
  return `import * as ort from './ort.wasm.bundle.min.mjs';
import { fitPicture } from './${EXPORT_FILES.fitPicture}';
const load = async (name) => (await fetch(name)).json();
const [labels, input] = [await load('${EXPORT_FILES.labels}'), await load('${EXPORT_FILES.preprocessing}')];
const session = await ort.InferenceSession.create('${EXPORT_FILES.onnx}');
export async function classify(file) {
  const images = new ort.Tensor('uint8', await fitPicture(file, input), [1, input.height, input.width, 3]);
  const { probabilities } = await session.run({ images });
  return labels.map((label, i) => [label, probabilities.data[i]]);
}
`;
}
