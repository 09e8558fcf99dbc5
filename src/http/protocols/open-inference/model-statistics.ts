import type { VersionCounts } from '../../../inference/inference-counts';
import type { Duration } from '../../api/predictions/prediction-counts';
import { MODEL_NAME } from '../served-model';
import type { Statistics } from './schemas';
import type { ProtocolParts } from '../protocol-parts';

type Parts = Pick<ProtocolParts, 'state' | 'predictions'>;

const NS_PER_MS = 1e6;
const NOTHING: VersionCounts = {
  images: 0,
  batches: 0,
  queueMs: 0,
  computeMs: 0,
  batchSizes: new Map(),
};

/**
 * What versions have done since the start, through whatever protocol. `success` and `fail` count
 * requests, `queue` and `compute_*` pictures; `compute_input` is decoding, and `compute_output` is
 * part of `compute_infer`. There is no cache.
 *
 * @param version that alone; by default all that have classified anything, and the active one
 * @throws {HttpError} MODEL_LOADING
 */
export function modelStatistics({ state, predictions }: Parts, version?: string): Statistics {
  const { classifier, version: active } = state.requireModel();
  const names = version === undefined ? [active.name, ...classifier.counts.keys()] : [version];
  return {
    model_stats: [...new Set(names)].map((name) => {
      const { images, batches, queueMs, computeMs, batchSizes } =
        classifier.counts.get(name) ?? NOTHING;
      const { success, fail, decode, lastAt } = predictions.counts.of(name);
      return {
        name: MODEL_NAME,
        version: name,
        last_inference: lastAt,
        inference_count: images,
        execution_count: batches,
        inference_stats: {
          success: inNs(success),
          fail: inNs(fail),
          queue: inNs({ count: images, ms: queueMs }),
          compute_input: inNs(decode),
          compute_infer: inNs({ count: images, ms: computeMs }),
          compute_output: NONE,
          cache_hit: NONE,
          cache_miss: NONE,
        },
        batch_stats: [...batchSizes]
          .sort(([a], [b]) => a - b)
          .map(([size, { batches: count, computeMs: ms }]) => ({
            batch_size: size,
            compute_input: NONE,
            compute_infer: inNs({ count, ms }),
            compute_output: NONE,
          })),
      };
    }),
  };
}

const NONE = { count: 0, ns: 0 };

function inNs({ count, ms }: Duration): { count: number; ns: number } {
  return { count, ns: Math.round(ms * NS_PER_MS) };
}
