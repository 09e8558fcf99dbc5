import { ownValue } from '../../config/named-values';
import { ACCESS_STRINGS } from './access';
import { ALERT_STRINGS } from './alerts';
import { BACKBONE_STRINGS } from './backbones';
import { DATA_STRINGS } from './data';
import { DOCS_STRINGS } from './docs';
import { DRIFT_STRINGS } from './drift';
import { HISTORY_STRINGS } from './history';
import { MODELS_STRINGS } from './models';
import { OWN_PICTURES_STRINGS } from './own-pictures';
import { OVERVIEW_STRINGS } from './overview';
import { PREDICT_STRINGS } from './predict';
import { SHARED_STRINGS } from './shared';
import { SYSTEM_STRINGS } from './system';
import { TRAIN_STRINGS } from './train';
import { TRY_STRINGS } from './try';

/**
 * Every text of the pages, a file a page. `{name}` is filled in by the page or by its scripts. A
 * page's own texts begin with its name, so that no two pages meet.
 */
export const STRINGS = {
  ...SHARED_STRINGS,
  ...ACCESS_STRINGS,
  ...ALERT_STRINGS,
  ...BACKBONE_STRINGS,
  ...HISTORY_STRINGS,
  ...MODELS_STRINGS,
  ...OWN_PICTURES_STRINGS,
  ...OVERVIEW_STRINGS,
  ...DATA_STRINGS,
  ...DOCS_STRINGS,
  ...DRIFT_STRINGS,
  ...PREDICT_STRINGS,
  ...SYSTEM_STRINGS,
  ...TRAIN_STRINGS,
  ...TRY_STRINGS,
} as const;

export type StringName = keyof typeof STRINGS;

/** `{name}`, or `{name|one|many}`: the word for the number that is filled in as `name`. */
const GAP = /\{(\w+)(?:\|([^{|}]*)\|([^{|}]*))?\}/g;

/**
 * A text with its gaps filled; `{count|picture|pictures}` is `picture` where `count` is 1.
 *
 * @throws {Error} when a gap has no value, so that none is ever shown
 */
export function text(
  name: StringName,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return STRINGS[name].replace(GAP, (_, gap: string, one?: string, many?: string) => {
    const value = ownValue(values, gap);
    if (value === undefined) throw new Error(`the text ${name} needs a value for ${gap}`);
    return (String(value) === '1' ? one : many) ?? String(value);
  });
}
