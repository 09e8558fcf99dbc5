import { BUILT_IN_NETWORK } from '../../config/built-in-network';
import type { ModelCard } from '../../registry/card';
import type { ClassChoice, JobSettings } from '../../store/jobs/job';

/** What a new head is to stand on, and which classes it is to know. */
export interface HeadPlan {
  /** Name of a backbone, or {@link BUILT_IN_NETWORK} for the network that was trained here. */
  readonly network: string;
  readonly classes: ClassChoice;
}

/** What was asked for cannot be had. The message is a sentence for the client. */
export class HeadPlanError extends Error {
  override readonly name = 'HeadPlanError';
}

/** What a plan is made of a card. */
export type PlannedFrom = Pick<ModelCard, 'backbone' | 'imported_classes' | 'retraining'>;

/**
 * What a retraining asks for, and where it says nothing, what the version in service has.
 *
 * @param base card of the version in service
 * @throws {HeadPlanError} where all classes are asked for of a network that has none here
 */
export function headPlan(
  { backbone, classes }: Pick<JobSettings, 'backbone' | 'classes'>,
  base: PlannedFrom,
): HeadPlan {
  const own = base.backbone?.name ?? BUILT_IN_NETWORK;
  const network = backbone ?? own;
  const chosen = classes ?? usualClasses(network, own, base);
  const hasClasses =
    network === BUILT_IN_NETWORK || (network === own && base.imported_classes.length > 0);
  if (chosen === 'all' && !hasClasses) {
    throw new HeadPlanError(
      `All classes can be taught to the built-in network, or to a version in service that came with ` +
        `classes of its own. For ${network} choose "own", or the classes by name.`,
    );
  }
  return { network, classes: chosen };
}

function usualClasses(network: string, own: string, base: PlannedFrom): ClassChoice {
  if (network === own) return base.retraining?.classes ?? 'all';
  return network === BUILT_IN_NETWORK ? 'all' : 'own';
}
