import type { ActiveModel } from '../serving/active-model';
import type { ReadinessCheck } from './service-state';

/** The version that should answer cannot be opened; another one answers in its place. */
export function servesItsVersion(active: Pick<ActiveModel, 'current' | 'problem'>): ReadinessCheck {
  return () => {
    const { current, problem } = active;
    if (problem === undefined || current === undefined) return undefined;
    return {
      code: 'MODEL_UNAVAILABLE',
      message:
        `${problem.reason}. It should be in service; ${current.version.name} answers here until ` +
        'it can be opened or another version is promoted.',
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
