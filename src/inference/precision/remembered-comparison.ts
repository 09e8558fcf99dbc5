import os from 'node:os';
import type { ModelVersion } from '../../registry/version';
import type { InferenceLog } from '../inference-log';
import type { Comparison } from './comparison';
import type { ComparisonCache } from './comparison-cache';

export interface RememberedComparisonParts {
  /** The runtime with its version. */
  readonly engine: string;
  /** Images of the largest batch. */
  readonly batchSize: number;
  /** Undefined where nothing is to be kept. */
  readonly cache: ComparisonCache | undefined;
  readonly measure: (version: ModelVersion, int8File: string) => Promise<Comparison>;
  readonly log: InferenceLog;
}

/**
 * Compares the graphs of a version once for each graph, processor, runtime and batch size, and
 * remembers it.
 */
export async function rememberedComparison(
  version: ModelVersion,
  int8File: string,
  { engine, batchSize, cache, measure, log }: RememberedComparisonParts,
): Promise<Comparison> {
  const processor = os.cpus()[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown processor';
  const key = [version.graphId, processor, engine, `batches of ${batchSize}`].join('; ');
  const known = await cache?.get(key);
  if (known !== undefined) return known;
  const comparison = await measure(version, int8File);
  log.info('the int8 graph of a version has been compared with its fp32 graph', {
    model_version: version.name,
    processor,
    engine,
    ...comparison,
  });
  await cache?.put(key, comparison).catch((error: unknown) => {
    log.error('the comparison of two graphs cannot be kept; it is measured again next time', {
      error,
    });
  });
  return comparison;
}
