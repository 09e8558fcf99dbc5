import { percent } from './format.js';
import { find, fromTemplate } from './page-data.js';

/**
 * A class with its probability, and a bar as long as that.
 *
 * @param {string} name
 * @param {number} probability
 */
export function bar(name, probability) {
  const item = fromTemplate('bar-template');
  const label = find(item, '.bar-label');
  label.textContent = name;
  label.title = name;
  find(item, '.bar-value').textContent = percent(probability);
  const fill = find(item, '.bar-fill');
  // From nothing to its length, so that the eye sees it grow; the style sheet says how fast.
  fill.style.width = '0';
  requestAnimationFrame(() => (fill.style.width = `${100 * probability}%`));
  return item;
}
