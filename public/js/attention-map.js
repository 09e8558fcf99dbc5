import { attention } from './api.js';
import { percent } from './format.js';
import { find, text } from './page-data.js';

/** @typedef {import('./api.js').Prediction} Prediction */

/** Below it, no place counts. */
const LEAST_FALL = 0.01;
/** Pixels of the map, which the browser smooths. */
const SIDE = 256;

/** Shows over a picture where the network looked, when it is asked to. */
export class AttentionMap {
  /** @type {HTMLButtonElement} */
  #button;
  /** @type {HTMLCanvasElement} */
  #canvas;
  /** @type {HTMLElement} */
  #words;
  #isDrawn = false;

  /**
   * @param {HTMLElement} answer with button, canvas and place for words
   * @param {Prediction} prediction
   */
  constructor(answer, { id }) {
    this.#button = find(answer, '.look');
    this.#canvas = find(answer, '.look-map');
    this.#words = find(answer, '.look-words');
    this.#button.addEventListener('click', () => void this.#toggle(id));
  }

  /** @param {string} id */
  async #toggle(id) {
    if (!this.#isDrawn) {
      this.#button.disabled = true;
      this.#words.textContent = text('attentionWorking');
      try {
        this.#show(await attention(id));
        this.#isDrawn = true;
      } catch (problem) {
        this.#words.textContent = /** @type {Error} */ (problem).message;
        return;
      } finally {
        this.#button.disabled = false;
      }
    }
    const isShown = this.#canvas.hidden;
    this.#canvas.hidden = !isShown;
    this.#words.hidden = !isShown;
    this.#button.textContent = text(isShown ? 'attentionHide' : 'attention');
  }

  /** @param {import('./api.js').Attention} map */
  #show({ predicted_class: label, confidence, falls }) {
    const cells = falls.flatMap((row, y) => row.map((fall, x) => ({ fall, x, y })));
    const most = cells.reduce((best, cell) => (cell.fall > best.fall ? cell : best));
    this.#draw(falls, most.fall);
    this.#words.textContent =
      most.fall < LEAST_FALL
        ? text('attentionEven', { label })
        : text('attentionWords', {
            label,
            place: placeOf(most, falls.length),
            from: percent(confidence),
            to: percent(Math.max(0, confidence - most.fall)),
          });
  }

  /**
   * What counts stays as it is; the rest is darkened.
   * @param {number[][]} falls
   * @param {number} most
   */
  #draw(falls, most) {
    const size = falls.length;
    const small = document.createElement('canvas');
    small.width = size;
    small.height = size;
    const pixels = new ImageData(size, size);
    for (const [i, fall] of falls.flat().entries()) {
      const share = most < LEAST_FALL ? 1 : fall / most;
      pixels.data.set([8, 16, 20, Math.round(205 * (1 - share))], 4 * i);
    }
    small.getContext('2d')?.putImageData(pixels, 0, 0);
    this.#canvas.width = SIDE;
    this.#canvas.height = SIDE;
    const context = this.#canvas.getContext('2d');
    if (context === null) return;
    context.imageSmoothingQuality = 'high';
    context.drawImage(small, 0, 0, SIDE, SIDE);
  }
}

/**
 * @param {{ x: number, y: number }} cell
 * @param {number} size cells in each direction
 */
function placeOf({ x, y }, size) {
  const third = (/** @type {number} */ n) => Math.min(2, Math.floor((3 * n) / (size - 1)));
  const vertical = ['placeTop', 'placeMiddle', 'placeBottom'][third(y)] ?? '';
  const horizontal = ['placeLeft', 'placeCentre', 'placeRight'][third(x)] ?? '';
  if (third(x) === 1 && third(y) === 1) return text('placeCentre');
  return text('placeOf', { vertical: text(vertical), horizontal: text(horizontal) });
}
