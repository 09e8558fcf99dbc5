import { text } from './page-data.js';
import { tell } from './post-form.js';

/**
 * Tells something over the page, until it is closed or something else is told.
 *
 * @param {'good' | 'bad'} level
 * @param {string} words
 * @param {{ label: string, onPress: () => void }} [offer] what can be done about it
 */
export function notify(level, words, offer) {
  const actions = document.createElement('div');
  actions.className = 'actions';
  if (offer !== undefined) actions.append(button(offer.label, offer.onPress));
  const notice = tell(level, words);
  actions.append(button(text('dataClose'), () => notice.remove()));
  notice.append(actions);
}

/**
 * @param {string} label
 * @param {() => void} onPress
 */
function button(label, onPress) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = label;
  element.addEventListener('click', onPress);
  return element;
}
