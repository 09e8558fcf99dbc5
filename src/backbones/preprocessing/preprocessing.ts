import { z } from 'zod';
import { inputSpecSchema } from '../../config/input-spec';

/**
 * How pictures are prepared for a network, as far as somebody says: what is missing is read from the
 * graph or taken for granted. Mean and deviation are of pixels of 0-255.
 */
export const preprocessingSchema = inputSpecSchema.omit({ layout: true }).partial();

export type Preprocessing = Readonly<z.infer<typeof preprocessingSchema>>;

/** What a file of preprocessing says, and in sentences what of it cannot be followed exactly. */
export interface ReadPreprocessing {
  readonly preprocessing: Preprocessing;
  readonly notes: readonly string[];
}

export const NOTHING_SAID: ReadPreprocessing = { preprocessing: {}, notes: [] };
