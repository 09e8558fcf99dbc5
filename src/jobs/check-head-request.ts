import { howToAdd } from '../backbones/how-to-add';
import { BUILT_IN_NETWORK } from '../config/built-in-network';
import { labelKey } from '../dataset/samples/label';
import type { JobSettings } from '../store/jobs/job';
import { headPlan, HeadPlanError, type PlannedFrom } from '../training/pictures/head-plan';

/** There is nothing that a retraining could learn from. The message says what is missing. */
export class NothingToLearnError extends Error {
  override readonly name = 'NothingToLearnError';
}

/** No backbone of this name has been added. */
export class NoSuchBackboneError extends Error {
  override readonly name = 'NoSuchBackboneError';
}

/** What a request for a new head is measured by. */
export interface HeadSituation {
  /** Card of the version in service. */
  readonly base: PlannedFrom;
  /** Names of the classes that have pictures to learn from. */
  readonly learnable: readonly string[];
  /** Names of the backbones that have been added. */
  readonly backbones: readonly string[];
}

/**
 * Whether a new head can be asked for just so.
 *
 * @throws {NothingToLearnError | NoSuchBackboneError} saying what is missing and where it comes from
 */
export function checkHeadRequest(
  settings: Pick<JobSettings, 'backbone' | 'classes'>,
  { base, learnable, backbones }: HeadSituation,
): void {
  const { network, classes } = planOf(settings, base);
  const isThere = network === BUILT_IN_NETWORK || network === base.backbone?.name;
  if (!isThere && !backbones.includes(network)) {
    const known = [BUILT_IN_NETWORK, ...backbones].join(', ');
    throw new NoSuchBackboneError(
      `There is no backbone ${JSON.stringify(network)}; there are ${known}. ` + howToAdd(network),
    );
  }
  if (classes === 'all') {
    const hasLearned = Boolean(base.retraining) || base.backbone !== null;
    if (learnable.length === 0 && !hasLearned) {
      throw new NothingToLearnError(
        'There are no labelled samples yet: upload some, or correct predictions.',
      );
    }
    return;
  }
  const keys = new Set(learnable.map(labelKey));
  if (classes === 'own') {
    if (keys.size >= 2) return;
    const [only] = learnable;
    throw new NothingToLearnError(
      only === undefined
        ? 'There are no labelled samples yet: upload some, or correct predictions.'
        : `All labelled samples are of ${JSON.stringify(only)}: a classifier needs two classes at least.`,
    );
  }
  const missing = classes.filter((name) => !keys.has(labelKey(name)));
  if (missing.length > 0) {
    throw new NothingToLearnError(
      `There is no sample of ${missing.map((name) => JSON.stringify(name)).join(', ')} to learn from.`,
    );
  }
  if (new Set(classes.map(labelKey)).size < 2) {
    throw new NothingToLearnError('A classifier needs two classes at least.');
  }
}

function planOf(
  settings: Pick<JobSettings, 'backbone' | 'classes'>,
  base: PlannedFrom,
): ReturnType<typeof headPlan> {
  try {
    return headPlan(settings, base);
  } catch (error) {
    if (!(error instanceof HeadPlanError)) throw error;
    throw new NothingToLearnError(error.message, { cause: error });
  }
}
