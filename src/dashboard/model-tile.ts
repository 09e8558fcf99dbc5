import type { Classifier } from '../inference/classification';
import type { ModelVersion } from '../registry/version';
import { count, percent } from './format';
import { text } from './strings/strings';

/** The model in service, in words. */
export interface ModelView {
  readonly name: string;
  readonly engine: string;
  readonly accuracy: string | undefined;
  readonly classNames: readonly string[];
}

export function modelView({ name, card }: ModelVersion, { engine }: Classifier): ModelView {
  const { test, validation } = card.metrics;
  const measured = test ?? validation;
  return {
    name,
    engine,
    accuracy:
      measured === null
        ? undefined
        : text(test === null ? 'accuracyValidation' : 'accuracyTest', {
            percent: percent(measured.accuracy),
            count: count(measured.images),
          }),
    classNames: card.class_names,
  };
}
