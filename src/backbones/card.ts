import { z } from 'zod';
import { inputSpecSchema } from '../config/input-spec';
import { namedValues } from '../config/named-values';

/** Where the network came from. */
const sourceSchema = z.object({
  kind: z.enum(['catalogue', 'hugging-face', 'file', 'teachable-machine']),
  /** an address, or the name of a file */
  location: z.string(),
  /** of the repository; null where there is none */
  commit: z.string().nullable(),
  /** of the file that came, in hexadecimal */
  sha256: z.string(),
  /** `pinned`: it is the file that was expected; `first-use`: nobody said which file to expect */
  trusted: z.enum(['pinned', 'first-use']),
});

/** What `models/backbones/<name>/backbone.json` holds. */
export const backboneCardSchema = z.object({
  format: z.literal(1),
  name: z.string(),
  created_at: z.iso.datetime(),
  source: sourceSchema,
  /** null where nothing says under which the weights may be used */
  licence: z.string().nullable(),
  description: z.string(),
  input: inputSpecSchema,
  /** numbers for one picture */
  features: z.int().positive(),
  /**
   * how many of them, from the first, say what a picture looks like; the others, where there are any,
   * say what a head that came with the network makes of it
   */
  pooled: z.int().positive().optional(),
  parameters: z.int().nonnegative(),
  /** sentences about what was found in the file, and what was taken for granted */
  notes: z.array(z.string()),
  /** the int8 graph against the float32 one, on pictures; null where there is none */
  int8: z
    .object({
      /** mean cosine between both graphs' features, their mean over pictures taken off */
      cosine: z.number(),
      /** of one picture on one thread */
      milliseconds_float: z.number(),
      milliseconds_int8: z.number(),
      calibration_images: z.int().positive(),
    })
    .nullable(),
  /** SHA-256 of every other file of the backbone, in hexadecimal */
  files: namedValues(z.string()),
});

export type BackboneCard = z.infer<typeof backboneCardSchema>;
