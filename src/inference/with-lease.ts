import type { Classifier, ModelLease } from './classification';

/**
 * Holds the version that answers now while something is done with it.
 *
 * @throws {EngineError} while there is none, and what `use` throws
 *
 * @example
 * const [one] = await withLease(classifier, (lease) => lease.classify([pixels]));
 */
export async function withLease<Result>(
  classifier: Pick<Classifier, 'lease'>,
  use: (lease: ModelLease) => Promise<Result>,
): Promise<Result> {
  const lease = classifier.lease();
  try {
    return await use(lease);
  } finally {
    lease.release();
  }
}
