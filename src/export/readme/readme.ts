import type { ModelCard } from '../../registry/card';
import { EXPORT_FILES, type ExportFileName } from '../export-files';
import { browserCode } from './browser-code';
import { nodeCode } from './node-code';
import { pythonCode } from './python-code';

/** What stands beside the name of each file. */
const MEANINGS: Readonly<Record<ExportFileName, string>> = {
  [EXPORT_FILES.onnx]:
    'The classifier, in one file, in float32. Input `images`, outputs `probabilities` and `features`.',
  [EXPORT_FILES.onnxInt8]:
    'The same in 8-bit integers: smaller and, on most processors, faster; its probabilities differ a little.',
  [EXPORT_FILES.tfjs]:
    'The classifier for TensorFlow.js: `tf.loadLayersModel`; float32 0-255 in, probabilities out.',
  [EXPORT_FILES.tfjsWeights]: 'Its weights.',
  [EXPORT_FILES.labels]: 'Names of the classes, in the order of the probabilities.',
  [EXPORT_FILES.preprocessing]: 'How a picture becomes the input, each field explained.',
  [EXPORT_FILES.fitPicture]: 'The same as code for browsers, without dependencies.',
  [EXPORT_FILES.card]: 'Where the version comes from and how good it is.',
  [EXPORT_FILES.licences]: 'Whose work is in here.',
  [EXPORT_FILES.readme]: 'This file.',
};

/**
 * The text that explains an export to somebody who has nothing else, with code that runs.
 *
 * @param files of the export
 */
export function readmeOf(card: ModelCard, files: readonly ExportFileName[]): string {
  const { version, class_names: classes, input } = card;
  const rows = files.map((file) => `| \`${file}\` | ${MEANINGS[file]} |`).join('\n');
  const shape = `[n, ${input.height}, ${input.width}, 3]`;
  return `# ${version}

A classifier of pictures with ${classes.length} classes, exported by mlops-image-classification. The
head of this version and its temperature are inside the graphs: their \`probabilities\` are those of
the service, calibrated, for the same pixels. The input is \`images\`, uint8 ${shape}, RGB; scaling
and normalisation happen inside.

| File | |
|---|---|
${rows}

The code below prints the probability of each class. Run it in this folder.

## Node

\`npm install onnxruntime-node sharp\`, save this as \`classify.mjs\`, then
\`ORT_DISABLE_TELEMETRY=1 node classify.mjs photo.jpg\`:

\`\`\`js
${nodeCode(input)}\`\`\`

## Python

\`pip install onnxruntime pillow numpy\`, save this as \`classify.py\`, then
\`ORT_DISABLE_TELEMETRY=1 python classify.py photo.jpg\`:

\`\`\`python
${pythonCode(input)}\`\`\`

## Browser

\`npm install onnxruntime-web\` and copy \`ort.wasm.bundle.min.mjs\` and \`ort-wasm-simd-threaded.wasm\`
from \`node_modules/onnxruntime-web/dist\` into this folder. Save this as \`classify.js\`, let any server
of static files serve the folder, and call \`classify(file)\` with what a file field gives:

\`\`\`js
${browserCode()}\`\`\`

## How close it is

For the same pixels, \`${EXPORT_FILES.onnx}\` gives the probabilities of the service's float32 graph within
0.0001. Where decoders and resizing differ, the pixels do: most libraries read a large JPEG at a fraction
of its size in their own way, which moves probabilities by about a hundredth, and by a tenth or more in a
network that came in 8 bits. A PNG that has the size of the input already is the same everywhere, where
nothing of it is cut off.

Whether a picture is none of the classes (\`uncertain\` in the service) is not part of the export.

ONNX Runtime reports its use to its makers from some versions on, unless \`ORT_DISABLE_TELEMETRY\` is 1.
`;
}
