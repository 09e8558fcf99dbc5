import { find } from './page-data.js';
import { chosenBoxes, shownBoxes, tileOf } from './sample-tiles.js';

/**
 * What the keys of the gallery do.
 * @typedef {object} KeyActions
 * @property {(key: string) => string | undefined} labelOf the class that a number key gives
 * @property {(boxes: HTMLInputElement[], label: string) => void} relabel
 * @property {() => void} undo
 * @property {() => void} askToDelete the chosen ones
 * @property {() => void} onChosen other pictures are chosen now
 */

/**
 * Takes the keys that are pressed while a picture has the focus: they mean the chosen pictures, or
 * this one while none is chosen.
 *
 * @param {HTMLElement} gallery
 * @param {KeyActions} actions
 */
export function startSampleKeys(gallery, actions) {
  gallery.addEventListener('keydown', (event) => {
    const { target, key, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    const box = /** @type {Element} */ (target).closest('.sample')?.querySelector('input');
    if (box instanceof HTMLInputElement && act(box, key, event)) event.preventDefault();
  });

  /**
   * @param {HTMLInputElement} box
   * @param {string} key
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key is one of them
   */
  function act(box, key, { shiftKey, target }) {
    const label = actions.labelOf(key);
    if (label !== undefined) {
      const chosen = chosenBoxes();
      actions.relabel(chosen.length === 0 ? [box] : chosen, label);
      if (chosen.length === 0) (neighbour(box, 'ArrowRight') ?? box).focus();
      return true;
    }
    switch (key.toLowerCase()) {
      case 'arrowleft':
      case 'arrowright':
      case 'arrowup':
      case 'arrowdown':
        move(box, key, shiftKey);
        return true;
      case 'u':
        actions.undo();
        return true;
      case 'l':
        if (chosenBoxes().length === 0) choose([box]);
        find(gallery, '#relabel-field').focus();
        return true;
      case 'delete':
        if (chosenBoxes().length === 0) choose([box]);
        actions.askToDelete();
        return true;
      case 'enter':
        if (target !== box) return false; // the link opens by itself
        find(tileOf(box), '.sample-open').click();
        return true;
      default:
        return false;
    }
  }

  /**
   * @param {HTMLInputElement} box
   * @param {string} key
   * @param {boolean} chooses
   */
  function move(box, key, chooses) {
    const next = neighbour(box, key);
    if (next === undefined) return;
    if (chooses) choose([box, next]);
    next.focus();
  }

  /** @param {HTMLInputElement[]} boxes */
  function choose(boxes) {
    for (const box of boxes) box.checked = true;
    actions.onChosen();
  }
}

/**
 * @param {HTMLInputElement} box
 * @param {string} key
 */
function neighbour(box, key) {
  const boxes = shownBoxes();
  const tops = boxes.map((other) => tileOf(other).offsetTop);
  const columns = tops.filter((top) => top === tops[0]).length;
  const steps = new Map([
    ['ArrowLeft', -1],
    ['ArrowRight', 1],
    ['ArrowUp', -columns],
    ['ArrowDown', columns],
  ]);
  return boxes[boxes.indexOf(box) + (steps.get(key) ?? 0)];
}
