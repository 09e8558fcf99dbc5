import { percent } from './format.js';
import { find, fromTemplate, text } from './page-data.js';
import { preview } from './previews.js';

/** @typedef {import('./api.js').Prediction} Prediction */

/** The answer to one picture: the picture at once, the classes when they come. */
export class SingleAnswer {
  element = fromTemplate('single-template');

  /** @param {File} file */
  constructor(file) {
    const image = find(this.element, 'img');
    const picture = /** @type {HTMLImageElement} */ (image);
    picture.alt = text('previewOf', { file: file.name });
    preview(picture, file);
    this.element.classList.add('waiting');
    find(this.element, '.winner').textContent = text('asking');
  }

  /** @param {Prediction} prediction */
  show(prediction) {
    this.element.classList.remove('waiting');
    find(this.element, '.winner').textContent = prediction.predicted_class;
    find(this.element, '.winner-confidence').textContent = percent(prediction.confidence);
    find(this.element, '.facts').textContent = text('resultFacts', {
      ms: prediction.prediction_time_ms.toFixed(1),
      version: prediction.model_version,
    });
    const sorted = Object.entries(prediction.all_probabilities).sort(([, a], [, b]) => b - a);
    find(this.element, '.bars').replaceChildren(...sorted.map(([name, p]) => bar(name, p)));
  }
}

/**
 * @param {string} name
 * @param {number} probability
 */
function bar(name, probability) {
  const item = fromTemplate('bar-template');
  find(item, '.bar-label').textContent = name;
  find(item, '.bar-value').textContent = percent(probability);
  const fill = find(item, '.bar-fill');
  // From nothing to its length, so that the eye sees it grow; the style sheet says how fast.
  fill.style.width = '0';
  requestAnimationFrame(() => (fill.style.width = `${100 * probability}%`));
  return item;
}
