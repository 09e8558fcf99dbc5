import { percent } from './format.js';
import { find, fromTemplate, text } from './page-data.js';
import { preview } from './previews.js';

/** @typedef {import('./api.js').BatchAnswer} BatchAnswer */

/** The answers to several pictures: a grid that fills as they come. */
export class BatchAnswerGrid {
  element = fromTemplate('batch-template');
  #items;
  #done = 0;
  #bad = 0;

  /** @param {readonly File[]} files */
  constructor(files) {
    this.#items = files.map((file) => {
      const item = fromTemplate('batch-item-template');
      item.classList.add('waiting');
      preview(/** @type {HTMLImageElement} */ (find(item, 'img')), file);
      const name = find(item, '.batch-file');
      name.textContent = file.name;
      name.title = file.name;
      return item;
    });
    find(this.element, '.batch-grid').append(...this.#items);
    this.#showProgress();
  }

  /**
   * @param {BatchAnswer} answer
   * @param {number} offset position of the request's first file among all
   */
  show({ predictions, errors }, offset) {
    for (const { index, predicted_class: name, confidence } of predictions) {
      const item = this.#finish(offset + index);
      find(item, '.batch-class').textContent = name;
      find(item, '.batch-confidence').textContent = percent(confidence);
    }
    for (const { index, error } of errors) {
      const item = this.#finish(offset + index);
      item.classList.add('refused');
      find(item, '.batch-class').textContent = error;
      this.#bad++;
    }
    this.#showProgress();
  }

  /** What there is to say when all is done. */
  get summary() {
    const good = this.#done - this.#bad;
    return this.#bad === 0
      ? text('batchDoneAll', { good })
      : text('batchDone', { good, bad: this.#bad });
  }

  /** @param {number} index */
  #finish(index) {
    const item = this.#items[index];
    if (item === undefined) throw new Error(`an answer for picture ${index}, which was not sent`);
    item.classList.remove('waiting');
    this.#done++;
    return item;
  }

  #showProgress() {
    const total = this.#items.length;
    const progress = /** @type {HTMLProgressElement} */ (find(this.element, 'progress'));
    progress.max = total;
    progress.value = this.#done;
    progress.setAttribute('aria-label', text('batchProgress', { done: this.#done, total }));
    const isDone = this.#done === total;
    find(this.element, '.batch-summary').textContent = isDone
      ? this.summary
      : text('batchProgress', { done: this.#done, total });
  }
}
