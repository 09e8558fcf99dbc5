import type { Classification, Classifier } from '../../src/inference/classification';
import { QueueFullError } from '../../src/inference/errors';
import type { ActiveModel } from '../../src/serving/active-model';
import { TINY_CLASSES, tinyModelVersion } from './tiny-version';

export interface OneVersionOptions {
  /** What the classifier does; by default, every image is red. */
  readonly classify?: Classifier['classify'];
  /** How many images wait; none by default. */
  readonly queuedImages?: number;
  /** Most images that may wait; 256 by default. */
  readonly maxQueueSize?: number;
}

const RED: Classification = {
  classIndex: 0,
  classNames: TINY_CLASSES,
  confidence: 0.75,
  probabilities: Float32Array.of(0.75, 0.125, 0.125),
  distance: 0.1,
  uncertain: false,
  features: new Float32Array(8),
  modelVersion: 'tiny',
};

/** A version that answers for ever, by a classifier that a test controls. */
export function oneVersion({
  classify = (images) => Promise.resolve(images.map(() => RED)),
  queuedImages = 0,
  maxQueueSize = 256,
}: OneVersionOptions = {}): ActiveModel {
  const refuse = (): Promise<never> => Promise.reject(new Error('a test has one version only'));
  const version = tinyModelVersion();
  const classifier: Classifier = {
    version,
    engine: 'none',
    precision: 'fp32',
    engineReason: 'a test',
    isResponsive: true,
    load: { workers: 1, queuedImages, runningImages: 0, batches: 0, batchedImages: 0 },
    classify,
    lease: () => ({ version, classify, release: () => undefined }),
    reserve: (count) =>
      queuedImages + count > maxQueueSize
        ? Promise.reject(new QueueFullError('a test has a full queue'))
        : Promise.resolve({ count, release: () => undefined }),
    swap: () => Promise.resolve(),
    loadVersion: refuse,
    counts: new Map(),
    close: () => Promise.resolve(),
  };
  return {
    current: { version, classifier },
    pinnedTo: undefined,
    problem: undefined,
    promote: refuse,
    rollback: refuse,
    history: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  };
}
