import type { ModelCard } from '../registry/card';
import { hrefOf } from './models';
import { shell, type Shell } from './shell';
import { PREDICT_STRINGS } from './strings/predict';
import { text } from './strings/strings';
import { TRY_STRINGS } from './strings/try';

export interface TryView {
  readonly shell: Shell;
  readonly heading: string;
  /** Of the version's own page. */
  readonly href: string;
  readonly classNames: readonly string[];
}

const { cameraWaiting, cameraFailed, cameraFile } = PREDICT_STRINGS;

/** The page that runs a version in the browser: what it shows, and what its script needs to know. */
export function tryPage(card: ModelCard, release: string): TryView {
  const { version, class_names: classNames, input } = card;
  const href = hrefOf(version);
  return {
    shell: shell({
      page: 'models',
      script: 'try',
      release,
      styles: ['predict', 'answer', 'try'],
      strings: { ...TRY_STRINGS, cameraWaiting, cameraFailed, cameraFile },
      data: { classNames, input, graph: `/api${href}/export/classifier.onnx` },
    }),
    heading: text('tryHeading', { version }),
    href,
    classNames,
  };
}
