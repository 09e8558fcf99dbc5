import type { Classifier } from '../inference/classification';
import type { ModelVersion } from '../registry/version';
import { dataSetOf } from './data-set';
import { count, percent } from './format';
import { adviceOf, ownInShort } from './own-pictures';
import { text } from './strings/strings';

/** The model in service, in words. */
export interface ModelView {
  readonly name: string;
  readonly href: string;
  readonly engine: string;
  /** How good it is: on its user's pictures first, then on its data set. */
  readonly figures: readonly string[];
  /** Which pictures would help most. */
  readonly advice: string | undefined;
  readonly classNames: readonly string[];
}

export function modelView({ name, card }: ModelVersion, { engine }: Classifier): ModelView {
  const { test, validation, own } = card.metrics;
  const measured = test ?? validation;
  const onOwn = ownInShort(card);
  return {
    name,
    href: `/models/${encodeURIComponent(name)}`,
    engine,
    figures: [
      ...(onOwn === undefined ? [] : [onOwn]),
      ...(measured === null
        ? []
        : [
            text(test === null ? 'accuracyValidation' : 'accuracyTest', {
              percent: percent(measured.accuracy),
              count: count(measured.images),
              on: dataSetOf(card),
            }),
          ]),
    ],
    advice: own ? adviceOf(card, own)?.text : undefined,
    classNames: card.class_names,
  };
}
