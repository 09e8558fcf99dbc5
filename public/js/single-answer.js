import { AttentionMap } from './attention-map.js';
import { bar } from './bar.js';
import { percent } from './format.js';
import { judgement } from './judgement.js';
import { drawNetworkView } from './network-view.js';
import { find, fromTemplate, pageData, text } from './page-data.js';
import { preview, showKept } from './previews.js';

/** @typedef {import('./api.js').Prediction} Prediction */

/** Below it the answer is called a guess: the other classes together are likelier. */
const GUESS_BELOW = 0.5;

/** The answer to one picture: the picture at once, the classes when they come. */
export class SingleAnswer {
  element = fromTemplate('single-template');
  /** @type {HTMLImageElement} */
  #image;

  /** @param {File} file */
  constructor(file) {
    const image = /** @type {HTMLImageElement} */ (find(this.element, '.picture img'));
    image.alt = text('previewOf', { file: file.name });
    image.addEventListener('load', () => {
      const input = pageData.viewedInput;
      if (input === null) return;
      const view = /** @type {HTMLCanvasElement} */ (find(this.element, '.network-view canvas'));
      drawNetworkView(view, image, input);
      const { width, height } = input;
      find(this.element, '.network-view figcaption').textContent = text('networkView', {
        width,
        height,
      });
      find(this.element, '.network-view').hidden = false;
    });
    preview(image, file);
    this.#image = image;
    find(this.element, '.picture-name').textContent = file.name;
    find(this.element, '.winner').textContent = text('asking');
  }

  /** @param {Prediction} prediction */
  show(prediction) {
    this.element.classList.remove('waiting');
    find(this.element, '.winner').textContent = prediction.predicted_class;
    find(this.element, '.winner-confidence').textContent = percent(prediction.confidence);
    find(this.element, '.guess').hidden =
      prediction.confidence >= GUESS_BELOW || prediction.uncertain;
    find(this.element, '.facts').textContent = text('resultFacts', {
      ms: prediction.prediction_time_ms.toFixed(1),
      version: prediction.model_version,
    });
    find(this.element, '.uncertain').hidden = !prediction.uncertain;
    const link = /** @type {HTMLAnchorElement} */ (find(this.element, '.in-history'));
    link.href = `/history?search=${prediction.id}`;
    showKept(this.#image, prediction.id);
    find(this.element, '.judgement').replaceChildren(judgement(prediction));
    new AttentionMap(this.element, prediction);
    find(this.element, '.after').hidden = false;
    const sorted = Object.entries(prediction.all_probabilities).sort(([, a], [, b]) => b - a);
    find(this.element, '.bars').replaceChildren(...sorted.map(([name, p]) => bar(name, p)));
  }

  /** There will be no answer. */
  stop() {
    this.element.classList.add('stopped');
  }
}
