import { z } from 'zod';

const latency = z.object({
  /** of a batch of one image */
  one: z.number().positive(),
  /** of the largest batch */
  batch: z.number().positive(),
});

/** How long both graphs of a version take on this machine: medians, in milliseconds. */
export const comparisonSchema = z.object({
  /** images of the largest batch */
  batch_size: z.number().int().positive(),
  fp32_ms: latency,
  int8_ms: latency,
});

export type Comparison = z.infer<typeof comparisonSchema>;

/** An advantage below this is noise, and int8 costs a little accuracy. */
const LEAST_ADVANTAGE = 1.05;

/** Faster for single images and for batches: which ones will come is not known. */
export function isInt8Faster({ fp32_ms: fp32, int8_ms: int8 }: Comparison): boolean {
  return fp32.one / int8.one > LEAST_ADVANTAGE && fp32.batch / int8.batch > LEAST_ADVANTAGE;
}

/** Why one of the graphs was chosen, for people. */
export function describeComparison(comparison: Comparison): string {
  const { batch_size: size, fp32_ms: fp32, int8_ms: int8 } = comparison;
  const verdict = isInt8Faster(comparison) ? 'int8 is faster here' : 'int8 is not faster here';
  const one = `${round(int8.one)} against ${round(fp32.one)} ms for one image`;
  return `${verdict}: ${one}, ${round(int8.batch)} against ${round(fp32.batch)} ms for ${size}`;
}

function round(ms: number): string {
  return ms.toFixed(ms < 10 ? 2 : 1);
}
