import type { InputSpec } from '../../config/input-spec';
import { BAR_GREY, coverSize } from '../../imaging/fitting-sizes';
import { EXPORT_FILES } from '../export-files';
import { KERNEL_NAMES } from './kernels';

/** A module for Node, with onnxruntime-node and sharp, that prints the probability of each class. */
export function nodeCode(input: InputSpec): string {
  const { width, height } = input;
  return `import { readFileSync } from 'node:fs';
import ort from 'onnxruntime-node';
import sharp from 'sharp';
const labels = JSON.parse(readFileSync('${EXPORT_FILES.labels}', 'utf8'));
const image = sharp(process.argv[2]).rotate().toColourspace('srgb').flatten({ background: 'white' });
const fitted = image${fitting(input)};
const pixels = await fitted.removeAlpha().raw({ depth: 'uchar' }).toBuffer();
const session = await ort.InferenceSession.create('${EXPORT_FILES.onnx}');
const { probabilities } = await session.run({ images: new ort.Tensor('uint8', pixels, [1, ${height}, ${width}, 3]) });
labels.forEach((label, i) => console.log(label, probabilities.data[i].toFixed(6)));
`;
}

function fitting(input: InputSpec): string {
  const { width, height } = input;
  const kernel = `kernel: '${KERNEL_NAMES[input.kernel].sharp}'`;
  switch (input.fit) {
    case 'stretch':
      return `.resize(${width}, ${height}, { fit: 'fill', ${kernel} })`;
    case 'contain': {
      const grey = `{ r: ${BAR_GREY}, g: ${BAR_GREY}, b: ${BAR_GREY} }`;
      return `.resize(${width}, ${height}, { fit: 'contain', ${kernel}, background: ${grey} })`;
    }
    case 'cover': {
      const around = coverSize(input);
      const resize = `.resize(${around.width}, ${around.height}, { fit: 'cover', ${kernel} })`;
      if (around.width === width && around.height === height) return resize;
      const left = Math.floor((around.width - width) / 2);
      const top = Math.floor((around.height - height) / 2);
      return `${resize}.extract({ left: ${left}, top: ${top}, width: ${width}, height: ${height} })`;
    }
  }
}
