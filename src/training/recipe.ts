/** Every number of a training run, as data. */
export interface Recipe {
  readonly epochs: number;
  /** Images a step; the last, incomplete batch of an epoch is dropped. */
  readonly batchSize: number;
  /** Peak learning rate for a mean loss over 1024 images; scaled to the batch size. */
  readonly learningRate: number;
  /** Batch norm shifts learn this many times faster. */
  readonly shiftLearningRateFactor: number;
  /** Coupled L2 penalty of the filters and the head; shifts have it divided by their factor. */
  readonly weightDecay: number;
  readonly momentum: number;
  /** The learning rate rises from `start` to 1 over the share `peak` of the run, then falls to `end`. */
  readonly schedule: { readonly start: number; readonly peak: number; readonly end: number };
  readonly labelSmoothing: number;
  /** The whitening's shift is trained for this many epochs, then frozen. */
  readonly whiteningShiftEpochs: number;
  /** Images are shifted by up to this many pixels each way, borders reflected. */
  readonly translatePixels: number;
  /** Side of the square that cutout (arXiv 1708.04552) greys in each image; 0 for none. */
  readonly cutoutPixels: number;
  /** This share of the images has a part of another one put in (CutMix, arXiv 1905.04899). */
  readonly cutMixShare?: number;
  /**
   * This share of the images loses what a JPEG of some quality (1-100, halved colours) loses,
   * after it was shifted, so that the traces lie as they lie in the pictures that users send.
   */
  readonly jpeg?: {
    readonly share: number;
    readonly quality: readonly [least: number, most: number];
  };
  /**
   * Finished versions whose answers to the very images of a step make up `share` (0-1) of its
   * targets, labels the rest (distillation with a consistent teacher, arXiv 2106.05237).
   */
  readonly teachers?: { readonly versions: readonly string[]; readonly share: number };
  /** The version whose weights the run begins with; fresh ones otherwise. */
  readonly startFrom?: string;
  /** The version whose weights are half of the result's; the steps do not depend on it. */
  readonly averagedWith?: string;
  /** Lookahead (arXiv 1907.08610): slow weights follow every `interval` steps. */
  readonly lookahead: { readonly interval: number; readonly decay: number };
  readonly seed: number;
}

/**
 * The numbers of airbench94 (Keller Jordan, github.com/KellerJordan/cifar10-airbench, arXiv
 * 2404.00498), converted to a mean loss.
 */
const SHORT: Recipe = Object.freeze({
  epochs: 10,
  batchSize: 500,
  learningRate: 1.5,
  shiftLearningRateFactor: 64,
  weightDecay: 1.33e-3,
  momentum: 0.85,
  schedule: { start: 0.2, peak: 0.23, end: 0.07 },
  labelSmoothing: 0.2,
  whiteningShiftEpochs: 3,
  translatePixels: 2,
  cutoutPixels: 0,
  lookahead: { interval: 5, decay: 0.95 ** 5 },
  seed: 1,
});

const LONG: Recipe = Object.freeze({
  ...SHORT,
  epochs: 40,
  learningRate: 1.25,
  schedule: { start: 0.2, peak: 0.1, end: 0 },
  translatePixels: 4,
  cutoutPixels: 10,
});

const ROBUST: Recipe = {
  ...LONG,
  jpeg: { share: 0.5, quality: [65, 90] },
};

const REFINE: Recipe = {
  ...ROBUST,
  epochs: 24,
  learningRate: 0.8,
  schedule: { start: 0.2, peak: 0.05, end: 0 },
  whiteningShiftEpochs: 0,
};

const DISTIL: Recipe = {
  ...REFINE,
  epochs: 32,
  learningRate: 1,
  cutoutPixels: 0,
  cutMixShare: 0.5,
  jpeg: { share: 0.3, quality: [65, 90] },
};

/** Of images as they are served, which are not mixed (arXiv 1909.09148). */
const SETTLE: Recipe = {
  ...DISTIL,
  epochs: 10,
  learningRate: 0.25,
  cutMixShare: 0,
};

/**
 * Recipes by name. `short` is airbench94's; `long` takes airbench96's augmentation and schedule,
 * which pay when images are seen more often than some 20 times; `robust` adds the traces of JPEG,
 * for images that come from anywhere; `refine` goes on from a finished version at a lower rate; `distil`
 * does so with images mixed of two, of which teachers know more than two labels say.
 */
export const RECIPES = Object.freeze({
  short: SHORT,
  long: LONG,
  robust: ROBUST,
  refine: REFINE,
  distil: DISTIL,
  settle: SETTLE,
}) satisfies Readonly<Record<string, Recipe>>;

export type RecipeName = keyof typeof RECIPES;

/** Their rates are too low for fresh weights. */
const FOR_FINISHED: readonly RecipeName[] = ['refine', 'distil', 'settle'];

/** Whether a recipe goes on from a finished version, and must be told which. */
export function needsFinishedVersion(name: RecipeName): boolean {
  return FOR_FINISHED.includes(name);
}

/** The learning rate of step `step` of `steps`, for filters and head. */
export function learningRateAt(recipe: Recipe, step: number, steps: number): number {
  const { start, peak, end } = recipe.schedule;
  const progress = step / steps;
  const factor =
    progress < peak
      ? start + (1 - start) * (progress / peak)
      : 1 + (end - 1) * ((progress - peak) / (1 - peak));
  return recipe.learningRate * (recipe.batchSize / 1024) * factor;
}

/** Share of the slow weights that Lookahead keeps at step `step` of `steps`. */
export function lookaheadDecayAt(recipe: Recipe, step: number, steps: number): number {
  return recipe.lookahead.decay * (step / steps) ** 3;
}
