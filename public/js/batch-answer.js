import { percent } from './format.js';
import { judgement } from './judgement.js';
import { find, fromTemplate, text } from './page-data.js';
import { preview, showKept } from './previews.js';

/** @typedef {import('./api.js').BatchAnswer} BatchAnswer */

/** The answers to several pictures: a grid that fills as they come. */
export class BatchAnswerGrid {
  element = fromTemplate('batch-template');
  /** @type {Map<File, HTMLElement>} */
  #items;
  /** @type {Set<File>} */
  #waiting;
  #good = 0;
  #bad = 0;

  /**
   * @param {readonly File[]} files
   * @param {() => void} onStop called when the user has seen enough
   */
  constructor(files, onStop) {
    this.#items = new Map(files.map((file) => [file, itemFor(file)]));
    this.#waiting = new Set(files);
    find(this.element, '.batch-grid').append(...this.#items.values());
    find(this.element, '.batch-stop').addEventListener('click', onStop);
    this.#showProgress();
  }

  /** The pictures without an answer, in their order. */
  get waiting() {
    return [...this.#waiting];
  }

  /**
   * @param {BatchAnswer} answer
   * @param {readonly File[]} files those of the request
   */
  show({ predictions, errors }, files) {
    for (const prediction of predictions) {
      const { index, predicted_class: name, confidence, uncertain } = prediction;
      const item = this.#finish(files[index]);
      find(item, '.batch-judgement').replaceChildren(judgement(prediction));
      showKept(/** @type {HTMLImageElement} */ (find(item, 'img')), prediction.id);
      find(item, '.batch-class').textContent = name;
      find(item, '.uncertain-tag').hidden = !uncertain;
      find(item, '.batch-percent').textContent = percent(confidence);
      find(item, '.share rect').setAttribute('width', String(100 * confidence));
      this.#good++;
    }
    for (const { index, error } of errors) this.refuse(files[index], error);
    this.#showProgress();
  }

  /**
   * @param {File | undefined} file
   * @param {string} reason
   */
  refuse(file, reason) {
    const item = this.#finish(file);
    item.classList.add('refused');
    find(item, '.batch-class').textContent = reason;
    this.#bad++;
    this.#showProgress();
  }

  /**
   * Puts a notice where it is seen: above the pictures, which may be many.
   * @param {HTMLElement} notice
   */
  insert(notice) {
    find(this.element, '.batch-grid').before(notice);
  }

  pause() {
    this.element.classList.add('stopped');
  }

  resume() {
    this.element.classList.remove('stopped');
  }

  /** No more answers will come. */
  stop() {
    this.pause();
    for (const problem of this.element.querySelectorAll('.problem')) problem.remove();
    find(this.element, '.batch-stop').hidden = true;
    find(this.element, '.batch-summary').textContent = this.summary;
  }

  /** What there is to say at the end. */
  get summary() {
    const [good, bad, left] = [this.#good, this.#bad, this.#waiting.size];
    if (left > 0) return text('batchStopped', { good, bad, left });
    return bad === 0 ? text('batchDoneAll', { good }) : text('batchDone', { good, bad });
  }

  /** @param {File | undefined} file */
  #finish(file) {
    const item = file && this.#items.get(file);
    if (file === undefined || item === undefined) {
      throw new Error('an answer to a picture that was not sent');
    }
    this.#waiting.delete(file);
    item.classList.remove('waiting');
    return item;
  }

  #showProgress() {
    const total = this.#items.size;
    const done = total - this.#waiting.size;
    const progress = /** @type {HTMLProgressElement} */ (find(this.element, 'progress'));
    progress.max = total;
    progress.value = done;
    const isDone = done === total;
    find(this.element, '.batch-stop').hidden = isDone;
    find(this.element, '.batch-summary').textContent = isDone
      ? this.summary
      : text('batchProgress', { done, total });
  }
}

/** @param {File} file */
function itemFor(file) {
  const item = fromTemplate('batch-item-template');
  preview(/** @type {HTMLImageElement} */ (find(item, 'img')), file);
  const name = find(item, '.batch-file');
  name.textContent = file.name;
  name.title = file.name;
  return item;
}
