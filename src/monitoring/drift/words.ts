import type { DriftState } from './drift-state';
import type { PixelDifference } from './judge-window';
import type { Signal } from './reference';

const NAMES: Readonly<Record<Signal, string>> = {
  classes: 'the mix of classes',
  confidence: 'how sure the version is',
  features: 'what the network sees in them',
  pixels: 'brightness, colours or sharpness',
};

/** The name of a signal, within a sentence. */
export function signalInWords(signal: Signal): string {
  return NAMES[signal];
}

/** `brightness and contrast`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)!}`;
}

/** A sentence or two that say whether pictures look like those that a version knows. */
export function stateInWords(state: DriftState): string {
  switch (state.kind) {
    case 'unknown':
      return 'Not enough pictures have come yet to say whether they look like those that the version learned from.';
    case 'none':
      return 'The pictures look like those that the version learned from.';
    case 'drifting':
      return `The pictures do not look like those that the version learned from: ${listed(state.signals.map(signalInWords))} ${state.signals.length === 1 ? 'differs' : 'differ'}.`;
  }
}

/** A difference of so many standard deviations of single pictures is worth a word. */
const NOTABLE = 0.3;
const RESPECTS: Readonly<Record<PixelDifference['statistic'], readonly [string, string]>> = {
  brightness: ['brighter', 'darker'],
  contrast: ['of more contrast', 'of less contrast'],
  red_green: ['redder', 'greener'],
  yellow_blue: ['yellower', 'bluer'],
  colourfulness: ['more colourful', 'less colourful'],
  sharpness: ['sharper', 'more blurred'],
};

/** `They are darker and more blurred.`; undefined where nothing is worth a word. */
export function pixelsInWords(pixels: readonly PixelDifference[]): string | undefined {
  const notable = pixels.filter(({ deviations }) => Math.abs(deviations) >= NOTABLE);
  if (notable.length === 0) return undefined;
  const words = notable.map(({ statistic, deviations }) => {
    const [more, less] = RESPECTS[statistic];
    return deviations > 0 ? more : less;
  });
  return `They are ${listed(words)}.`;
}
