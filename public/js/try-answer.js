import { bar } from './bar.js';
import { percent } from './format.js';
import { find, fromTemplate, text } from './page-data.js';
import { preview } from './previews.js';

/** Classes that are shown; there may be hundreds. */
const MOST_BARS = 10;

/** The answer of the network in this browser to one picture. */
export class TryAnswer {
  element = fromTemplate('try-template');

  /** @param {File} file */
  constructor(file) {
    const image = /** @type {HTMLImageElement} */ (find(this.element, '.picture img'));
    image.alt = file.name;
    preview(image, file);
    find(this.element, '.picture-name').textContent = file.name;
  }

  /** @param {string} words what is going on */
  wait(words) {
    find(this.element, '.winner').textContent = words;
  }

  /**
   * Shows what the network is given.
   * @param {Uint8Array} pixels [height, width, 3]
   * @param {{ width: number, height: number }} input
   */
  showInput(pixels, { width, height }) {
    const canvas = /** @type {HTMLCanvasElement} */ (find(this.element, '.network-view canvas'));
    const rgba = new ImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      rgba.data.set(pixels.subarray(3 * i, 3 * i + 3), 4 * i);
      rgba.data[4 * i + 3] = 255;
    }
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.putImageData(rgba, 0, 0);
    find(this.element, '.network-view figcaption').textContent = text('tryView', { width, height });
    find(this.element, '.network-view').hidden = false;
  }

  /**
   * @param {readonly string[]} classNames
   * @param {Float32Array} probabilities
   * @param {{ fitMs: number, runMs: number }} times
   * @returns {string} the answer in words
   */
  show(classNames, probabilities, { fitMs, runMs }) {
    const sorted = classNames
      .map((name, c) => ({ name, probability: probabilities[c] ?? 0 }))
      .sort((a, b) => b.probability - a.probability);
    const [best] = sorted;
    if (best === undefined) throw new Error('a version has no classes');
    const shown = sorted.slice(0, MOST_BARS);
    this.element.classList.remove('waiting');
    find(this.element, '.winner').textContent = best.name;
    find(this.element, '.winner-confidence').textContent = percent(best.probability);
    find(this.element, '.facts').textContent = text('tryFacts', {
      ms: (fitMs + runMs).toFixed(1),
      fit: fitMs.toFixed(1),
      run: runMs.toFixed(1),
    });
    const bars = find(this.element, '.bars');
    bars.ariaLabel =
      shown.length === sorted.length
        ? text('tryAll')
        : text('tryTop', { count: shown.length, total: sorted.length });
    bars.replaceChildren(...shown.map(({ name, probability }) => bar(name, probability)));
    return text('tryAnnounce', { class: best.name, percent: percent(best.probability) });
  }

  /** @param {string} words why there is no answer */
  fail(words) {
    this.element.classList.add('stopped');
    const problem = find(this.element, '.problem');
    problem.textContent = words;
    problem.hidden = false;
  }
}
