import * as tf from '@tensorflow/tfjs';
import type { Network, Parameter } from './network/network';
import { variableOf } from './network/variable';
import { learningRateAt, lookaheadDecayAt, type Recipe } from './recipe';

/** A tensor that belongs to the run's state, by name. */
export interface NamedVariable {
  readonly name: string;
  readonly variable: tf.Variable;
}

/**
 * Stochastic gradient descent with Nesterov momentum (as in PyTorch: v ← μv + g,
 * w ← w − η(g + μv)), coupled weight decay, learning rates by parameter group, and Lookahead.
 */
export interface Optimizer {
  /** Momentum and slow weights, for checkpoints. */
  readonly state: readonly NamedVariable[];
  /** The parameters that are trained at this step. */
  trainable(step: number): readonly Parameter[];
  /** Applies the gradients of step `step` (from 0), by parameter name. */
  apply(gradients: ReadonlyMap<string, tf.Tensor>, step: number): void;
  /** Takes the network's weights, changed from outside, for the slow weights. */
  restart(): void;
  /** Ends the run: the slow weights become the network's. */
  finish(): void;
  dispose(): void;
}

/** @param stepsPerEpoch batches in an epoch */
export function createOptimizer(
  network: Network,
  recipe: Recipe,
  stepsPerEpoch: number,
): Optimizer {
  const steps = recipe.epochs * stepsPerEpoch;
  const velocities = network.parameters.map(({ name, variable }) => ({
    name: `velocity/${name}`,
    variable: variableOf(tf.zerosLike(variable), false),
  }));
  const fast = [
    ...network.parameters.map(({ variable }) => variable),
    ...runningVariables(network),
  ];
  const slow = fast.map((variable, i) => ({
    name: `slow/${i}`,
    variable: variableOf(variable.clone(), false),
  }));

  const lookahead = (decay: number): void => {
    for (const [i, variable] of fast.entries()) {
      const { variable: average } = slow[i]!;
      tf.tidy(() => average.assign(average.mul(decay).add(variable.mul(1 - decay))));
      variable.assign(average);
    }
  };

  return {
    state: [...velocities, ...slow],
    trainable(step) {
      const trainsWhitening = step < recipe.whiteningShiftEpochs * stepsPerEpoch;
      return network.parameters.filter(
        ({ group }) => group !== 'whitening-shift' || trainsWhitening,
      );
    },
    apply(gradients, step) {
      const learningRate = learningRateAt(recipe, step, steps);
      for (const [i, { name, group, variable }] of network.parameters.entries()) {
        const gradient = gradients.get(name);
        if (gradient === undefined) continue;
        const factor = group === 'norm-shift' ? recipe.shiftLearningRateFactor : 1;
        const velocity = velocities[i]!.variable;
        tf.tidy(() => {
          const g = gradient.add(variable.mul(recipe.weightDecay / factor));
          velocity.assign(velocity.mul(recipe.momentum).add(g));
          const direction = g.add(velocity.mul(recipe.momentum));
          variable.assign(variable.sub(direction.mul(learningRate * factor)));
        });
      }
      if ((step + 1) % recipe.lookahead.interval === 0) {
        lookahead(lookaheadDecayAt(recipe, step + 1, steps));
      }
    },
    restart() {
      for (const [i, variable] of fast.entries()) slow[i]!.variable.assign(variable);
    },
    finish() {
      lookahead(1);
    },
    dispose() {
      tf.dispose([...velocities, ...slow].map(({ variable }) => variable));
    },
  };
}

/** The running statistics, in the order of the units. */
export function runningVariables(network: Network): tf.Variable[] {
  return network.units.flatMap(({ running }) => [running.mean, running.variance]);
}
