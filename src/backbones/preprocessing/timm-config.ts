import { z } from 'zod';
import { BackboneError } from '../backbone-error';
import type { ReadPreprocessing } from './preprocessing';

const share = z.number().gt(0).max(1);
const colour = z.tuple([z.number(), z.number(), z.number()]);

const pretrainedSchema = z.object({
  /** channels, height, width */
  input_size: z.tuple([z.literal(3), z.int().min(1), z.int().min(1)]),
  mean: colour,
  std: colour,
  crop_pct: share.default(0.875),
  crop_mode: z.enum(['center', 'squash', 'border']).default('center'),
  interpolation: z.string().default('bilinear'),
});

/** In newer files the description of the weights has a place of its own. */
const configSchema = z.union([
  z.object({ pretrained_cfg: pretrainedSchema }).transform(({ pretrained_cfg: inner }) => inner),
  pretrainedSchema,
]);

const KERNELS = new Map([
  ['bilinear', 'triangle'],
  ['bicubic', 'cubic'],
  ['lanczos', 'lanczos'],
  // timm draws one of both in training; it evaluates with this one
  ['random', 'cubic'],
] as const);
const FITS = { center: 'cover', squash: 'stretch', border: 'contain' } as const;

/** Whether a `config.json` is one of timm. */
export function isTimmConfig(json: unknown): boolean {
  return configSchema.safeParse(json).success;
}

/**
 * Reads the `config.json` of a network of timm (pytorch-image-models).
 *
 * @throws {BackboneError} where it is another kind of file
 */
export function readTimmConfig(json: unknown): ReadPreprocessing {
  const parsed = configSchema.safeParse(json);
  if (!parsed.success) {
    throw new BackboneError(
      'config.json does not say how pictures are prepared, as those of timm do.',
    );
  }
  const { input_size, mean, std, crop_pct, crop_mode, interpolation } = parsed.data;
  const [, height, width] = input_size;
  const kernel = KERNELS.get(interpolation as 'bilinear');
  const fit = FITS[crop_mode];
  const notes: string[] = [];
  if (kernel === undefined) {
    notes.push(
      'The network was trained with a way of scaling that is not done here; cubic is used.',
    );
  }
  if (fit !== 'cover' && crop_pct < 1) {
    notes.push(`Its pictures are not cut to ${crop_pct} of their sides, as in training.`);
  }
  return {
    preprocessing: {
      width,
      height,
      fit,
      crop: fit === 'cover' ? crop_pct : 1,
      kernel: kernel ?? 'cubic',
      mean: inBytes(mean),
      deviation: inBytes(std),
    },
    notes,
  };
}

/** timm's figures are of pixels of 0-1. */
function inBytes([red, green, blue]: z.infer<typeof colour>): [number, number, number] {
  return [red * 255, green * 255, blue * 255];
}
