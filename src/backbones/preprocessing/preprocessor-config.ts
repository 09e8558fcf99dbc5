import { z } from 'zod';
import type { ReadPreprocessing } from './preprocessing';
import { describeIssue, plainIssue } from '../../config/plain-issue';
import { BackboneError } from '../backbone-error';

const side = z.int().min(1);
const size = z.union([
  side,
  z.object({ height: side, width: side }),
  z.object({ shortest_edge: side }),
]);
const colour = z.union([
  z.tuple([z.number(), z.number(), z.number()]),
  z.number().transform((value): [number, number, number] => [value, value, value]),
]);

/** `preprocessor_config.json`, as far as it says how one picture becomes the input of a network. */
const configSchema = z.object({
  do_resize: z.boolean().default(true),
  size: size.optional(),
  /** of PIL: 0 nearest, 1 Lanczos, 2 bilinear, 3 bicubic, 4 box, 5 Hamming */
  resample: z.int().min(0).max(5).default(2),
  do_center_crop: z.boolean().optional(),
  crop_size: size.optional(),
  /** ConvNeXT: the share that is kept below 384 pixels */
  crop_pct: z.number().gt(0).max(1).optional(),
  do_rescale: z.boolean().default(true),
  rescale_factor: z
    .number()
    .positive()
    .default(1 / 255),
  do_normalize: z.boolean().default(true),
  image_mean: colour.optional(),
  image_std: colour.optional(),
  do_flip_channel_order: z.boolean().default(false),
});

type Config = z.infer<typeof configSchema>;
type Size = z.infer<typeof size>;

const KERNELS = new Map([
  [1, 'lanczos'],
  [2, 'triangle'],
  [3, 'cubic'],
] as const);

/**
 * Reads the `preprocessor_config.json` of a network on the Hugging Face Hub.
 *
 * @throws {BackboneError} where it cannot be followed
 */
export function readPreprocessorConfig(json: unknown): ReadPreprocessing {
  const parsed = configSchema.safeParse(json, { error: plainIssue });
  if (!parsed.success) {
    throw new BackboneError(
      `preprocessor_config.json does not say how pictures are prepared: ${describeIssue(parsed.error)}.`,
    );
  }
  const config = parsed.data;
  if (config.do_flip_channel_order) {
    throw new BackboneError('The network takes blue before red, which is not done here.');
  }
  const notes: string[] = [];
  const kernel = KERNELS.get(config.resample as 1 | 2 | 3);
  if (kernel === undefined) {
    notes.push(
      'The network was trained with a way of scaling that is not done here; triangle is used.',
    );
  }
  return {
    preprocessing: { ...geometryOf(config), kernel: kernel ?? 'triangle', ...coloursOf(config) },
    notes,
  };
}

function geometryOf(config: Config): ReadPreprocessing['preprocessing'] {
  const { do_resize: resizes, do_center_crop: cropsAsked, crop_size: cropSize, crop_pct } = config;
  const crops = cropsAsked ?? false;
  const target = crops && cropSize !== undefined ? rectangle(cropSize) : undefined;
  if (!resizes || config.size === undefined) {
    return target === undefined ? {} : { ...target, fit: 'cover', crop: 1 };
  }
  const shortest = shortestEdge(config.size, crops);
  if (shortest === undefined) {
    const scaled = rectangle(config.size);
    // Scaled to one size and cut to a smaller one: the shape of the picture changes anyway.
    return { ...(target ?? scaled), fit: 'stretch', crop: 1 };
  }
  if (crop_pct !== undefined && target === undefined) {
    return { width: shortest, height: shortest, fit: 'cover', crop: shortest < 384 ? crop_pct : 1 };
  }
  const { width, height } = target ?? { width: shortest, height: shortest };
  const crop = Math.min(1, Math.min(width, height) / shortest);
  return { width, height, fit: 'cover', crop };
}

/** A single number is the shorter side where the middle is cut out, and both sides where it is not. */
function shortestEdge(size: Size, crops: boolean): number | undefined {
  if (typeof size === 'number') return crops ? size : undefined;
  if ('shortest_edge' in size) return size.shortest_edge;
  return crops && size.height === size.width ? size.height : undefined;
}

function rectangle(size: Size): { width: number; height: number } {
  if (typeof size === 'number') return { width: size, height: size };
  if ('shortest_edge' in size) return { width: size.shortest_edge, height: size.shortest_edge };
  return { width: size.width, height: size.height };
}

function coloursOf(config: Config): ReadPreprocessing['preprocessing'] {
  const factor = config.do_rescale ? config.rescale_factor : 1;
  const scaled = (values: readonly number[]): [number, number, number] => {
    const [red, green, blue] = values.map((value) => value / factor);
    return [red!, green!, blue!];
  };
  if (!config.do_normalize) return { mean: [0, 0, 0], deviation: scaled([1, 1, 1]) };
  if (config.image_mean === undefined || config.image_std === undefined) return {};
  return { mean: scaled(config.image_mean), deviation: scaled(config.image_std) };
}
