import type { ActiveModel } from '../../../serving/active-model';
import type { StorageProblem } from '../../../store/storage-error';
import type { ReadinessCheck } from '../../../serving/service-state';
import { DATABASE_PROBLEMS } from '../../kit/errors/storage-problem';

/** The version that should answer cannot be opened; another one answers in its place. */
export function servesItsVersion(
  active: Pick<ActiveModel, 'current' | 'problem' | 'pinnedTo'>,
): ReadinessCheck {
  return () => {
    const { current, problem, pinnedTo } = active;
    if (problem === undefined || current === undefined) return undefined;
    const otherwise =
      pinnedTo === undefined
        ? 'another version is promoted'
        : 'the service is started with another MODEL_VERSION, or none, in its environment';
    return {
      code: 'MODEL_UNAVAILABLE',
      message:
        `${problem.reason}. It should be in service; ${current.version.name} answers here until ` +
        `it can be opened or ${otherwise}.`,
      answersPredictions: true,
    };
  };
}

/** Every inference thread hangs in a batch, or none is alive. */
export function inferenceAnswers(active: Pick<ActiveModel, 'current'>): ReadinessCheck {
  return () => {
    const classifier = active.current?.classifier;
    if (classifier === undefined || classifier.isResponsive) return undefined;
    return {
      code: 'INFERENCE_STUCK',
      message:
        classifier.load.workers === 0
          ? 'No inference thread is alive; they are being replaced.'
          : 'Every inference thread hangs; those that go on hanging are replaced.',
      answersPredictions: false,
    };
  };
}

/** The database takes no changes: predictions are answered, and kept in memory until it does. */
export function storageTakesChanges(storage: {
  readonly problem: StorageProblem | undefined;
}): ReadinessCheck {
  return () => {
    const { problem } = storage;
    if (problem === undefined) return undefined;
    const [code, message] = DATABASE_PROBLEMS[problem];
    return { code, message, answersPredictions: true };
  };
}
