import { find } from './page-data.js';

/**
 * The number keys of the classes, as the page gave them out when it was loaded. A class moves up in
 * the list with its first picture, and a key must not change its meaning under the fingers.
 */
export class ClassKeys {
  /** @type {Map<string, string>} label to key */
  #keys = new Map();

  constructor() {
    for (const link of links()) {
      const key = link.querySelector('kbd')?.textContent;
      if (key) this.#keys.set(link.dataset.label ?? '', key);
    }
  }

  /**
   * @param {string} key
   * @returns {string | undefined} the class that this key gives
   */
  labelOf(key) {
    for (const [label, given] of this.#keys) if (given === key) return label;
    return undefined;
  }

  /** Writes them into a new list of the classes. */
  show() {
    for (const link of links()) {
      link.querySelector('kbd')?.remove();
      const key = this.#keys.get(link.dataset.label ?? '');
      if (key === undefined) continue;
      const mark = document.createElement('kbd');
      mark.textContent = key;
      find(link, '.class-count').before(mark);
    }
  }
}

/** @returns {NodeListOf<HTMLElement>} */
function links() {
  return document.querySelectorAll('#classes .class-link[data-label]');
}
