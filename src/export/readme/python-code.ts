import type { InputSpec } from '../../config/input-spec';
import { BAR_GREY, coverSize } from '../../imaging/fitting-sizes';
import { EXPORT_FILES } from '../export-files';
import { KERNEL_NAMES } from './kernels';

/** A program for Python, with onnxruntime, Pillow and numpy, that prints the probability of each class. */
export function pythonCode(input: InputSpec): string {
  return `import json, sys, numpy, onnxruntime
from PIL import Image, ImageOps
labels = json.load(open("${EXPORT_FILES.labels}", encoding="utf-8"))
image = ImageOps.exif_transpose(Image.open(sys.argv[1])).convert("RGBA")
image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
image = ${fitting(input)}
session = onnxruntime.InferenceSession("${EXPORT_FILES.onnx}")
probabilities = session.run(["probabilities"], {"images": numpy.asarray(image)[None]})[0][0]
for label, probability in zip(labels, probabilities):
    print(label, f"{probability:.6f}")
`;
}

function fitting(input: InputSpec): string {
  const { width, height } = input;
  const kernel = `Image.Resampling.${KERNEL_NAMES[input.kernel].pillow}`;
  switch (input.fit) {
    case 'stretch':
      return `image.resize((${width}, ${height}), ${kernel})`;
    case 'contain':
      // Where the bars differ by a pixel, the second one is the wider, as libvips does it: Python rounds a
      // half to the nearest even number.
      return `ImageOps.pad(image, (${width}, ${height}), ${kernel}, (${BAR_GREY}, ${BAR_GREY}, ${BAR_GREY}), (0.499, 0.499))`;
    case 'cover': {
      const around = coverSize(input);
      const fit = `ImageOps.fit(image, (${around.width}, ${around.height}), ${kernel})`;
      if (around.width === width && around.height === height) return fit;
      const left = Math.floor((around.width - width) / 2);
      const top = Math.floor((around.height - height) / 2);
      return `${fit}.crop((${left}, ${top}, ${left + width}, ${top + height}))`;
    }
  }
}
