import type { InputSpec } from '../config/input-spec';
import { BAR_GREY, coverSize } from '../imaging/fitting-sizes';

/**
 * How a picture becomes what the graphs take, as data with an explanation beside each field: the
 * field `x` is explained in `explanations.x`.
 */
export function preprocessingOf(input: InputSpec): Readonly<Record<string, unknown>> {
  const { layout, mean, deviation, ...picture } = input;
  const around = coverSize(input);
  return {
    input: { name: 'images', type: 'uint8', shape: ['n', input.height, input.width, 3] },
    colours: 'sRGB, red first',
    background: [255, 255, 255],
    ...picture,
    resize: input.fit === 'cover' ? [around.height, around.width] : [input.height, input.width],
    bars: input.fit === 'contain' ? [BAR_GREY, BAR_GREY, BAR_GREY] : null,
    inside_the_graph: { layout, mean, deviation },
    explanations: {
      input: 'What the graphs are given: whole numbers from 0 to 255, not scaled, not normalised.',
      colours:
        'Pictures are turned upright as their EXIF orientation says, and converted to sRGB where they have a colour profile. Grey is the same value three times.',
      background: 'What is transparent lies on this colour, in red, green and blue.',
      width: 'Of the input, in pixels.',
      height: 'Of the input, in pixels.',
      fit: 'stretch: the whole picture, its shape changed to that of the input. cover: the input is filled and what is left over is cut off on both sides. contain: the whole picture, with bars beside it.',
      crop: 'Where the fit is cover: the share of the sides of the resized picture that is kept, around its centre.',
      kernel:
        'How pixels are averaged; all of them widen as a picture gets smaller. triangle: PIL BILINEAR, sharp linear. cubic: PIL BICUBIC, sharp cubic. lanczos: PIL LANCZOS, sharp lanczos3.',
      resize:
        'Height and width that the picture is fitted to. Where that is larger than the input, the middle is cut out afterwards.',
      bars: 'Colour of the bars, where the fit is contain.',
      inside_the_graph:
        'The graphs do this themselves: (pixel - mean) / deviation for red, green and blue, in this order of dimensions. Do not do it again.',
    },
  };
}
