import { find } from './page-data.js';

/**
 * The pictures of the gallery and what they show: the label that is saved, or the one that is on
 * its way to the service.
 */

/** @type {Map<string, number>} changes of a picture that the service has not answered */
const underway = new Map();

/** @returns {HTMLInputElement[]} the boxes of the pictures that are shown */
export function shownBoxes() {
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (
    document.querySelectorAll('#samples .sample:not([hidden]) input[type="checkbox"]')
  );
  return [...boxes];
}

/** @returns {HTMLInputElement[]} */
export function chosenBoxes() {
  return shownBoxes().filter(({ checked }) => checked);
}

/**
 * @param {HTMLElement} box
 * @returns {HTMLElement}
 */
export function tileOf(box) {
  return /** @type {HTMLElement} */ (box.closest('.sample'));
}

/**
 * @param {string} id
 * @returns {string | undefined} the label that the service has; undefined for what is not shown
 */
export function savedLabel(id) {
  return tileWith(id)?.dataset.label;
}

/**
 * Shows the label that is asked for.
 * @param {string} id
 * @param {string} label
 */
export function beginLabel(id, label) {
  underway.set(id, (underway.get(id) ?? 0) + 1);
  const tile = tileWith(id);
  if (tile === undefined) return;
  tile.classList.add('pending');
  tile.classList.remove('taken-back');
  write(tile, label);
}

/**
 * Shows what became of it, unless another label is on its way by now.
 * @param {string} id
 * @param {string | undefined} label the saved one; undefined where it was not saved
 */
export function endLabel(id, label) {
  const left = (underway.get(id) ?? 1) - 1;
  if (left > 0) underway.set(id, left);
  else underway.delete(id);
  const tile = tileWith(id);
  if (tile === undefined) return;
  if (label !== undefined) {
    tile.dataset.label = label;
    const { marksNew } = /** @type {HTMLElement} */ (tile.parentElement).dataset;
    if (marksNew !== undefined) find(tile, '.tag-new').hidden = false;
  }
  if (left > 0) return;
  tile.classList.remove('pending');
  tile.classList.toggle('taken-back', label === undefined);
  write(tile, tile.dataset.label ?? '');
}

/**
 * @param {HTMLElement} tile
 * @param {string} label
 */
function write(tile, label) {
  const words = find(tile, '.sample-label');
  words.textContent = label;
  words.title = label;
  const file = find(tile, '.sample-open').textContent;
  find(tile, 'input').setAttribute('aria-label', `${file}, ${label}`);
}

/** @param {string} id */
function tileWith(id) {
  return document.getElementById(`s-${id}`)?.closest('li') ?? undefined;
}
