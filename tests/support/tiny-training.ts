import type { FoldedNetwork } from '../../src/training/network/folded-network';
import { RECIPES, type Recipe } from '../../src/training/recipe';
import type { TrainingOptions } from '../../src/training/train';
import { learnableImages, TINY_NETWORK } from './networks';

export const TINY_RECIPE: Recipe = { ...RECIPES.short, epochs: 3, batchSize: 20, learningRate: 6 };

/** A run that learns three classes. */
export function tinyTraining(
  runFolder: string,
  changes: Partial<TrainingOptions> = {},
): TrainingOptions {
  return {
    specification: TINY_NETWORK,
    classNames: ['a', 'b', 'c'],
    recipe: TINY_RECIPE,
    training: learnableImages(240, 3),
    validation: learnableImages(60, 3, 2),
    dataFingerprint: 'made up',
    runFolder,
    ...changes,
  };
}

/** The weights of every convolution, one after the other. */
export function filterValues(layers: FoldedNetwork): number[] {
  return layers.flatMap((layer) => (layer.kind === 'convolution' ? [...layer.filter] : []));
}
