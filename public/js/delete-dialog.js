import { find } from './page-data.js';

/**
 * Asks in a dialog what unfolds without a script, and is part of a larger form: a
 * `details.confirm` whose summary becomes a button and whose button is the answer.
 *
 * @param {HTMLDetailsElement} details
 * @param {object} words
 * @param {() => string} words.question asked for whenever the dialog opens
 * @param {string} words.no on the button that closes it
 * @returns {{ open: () => void, close: () => void }} closing gives the focus back
 */
export function deleteDialog(details, { question, no }) {
  const summary = find(details, 'summary');
  const opener = document.createElement('button');
  opener.type = 'button';
  opener.className = summary.className;
  opener.append(...summary.childNodes);

  const dialog = document.createElement('dialog');
  const heading = document.createElement('h2');
  heading.id = `${details.id}-question`;
  dialog.setAttribute('aria-labelledby', heading.id);
  const keep = document.createElement('button');
  keep.type = 'button';
  keep.textContent = no;
  const content = find(details, ':scope > div');
  const actions = document.createElement('div');
  actions.className = 'actions';
  actions.append(keep, find(content, 'button'));
  dialog.append(heading, ...content.childNodes, actions);
  details.replaceWith(opener, dialog);

  const open = () => {
    heading.textContent = question();
    dialog.showModal();
  };
  opener.addEventListener('click', open);
  keep.addEventListener('click', () => dialog.close());
  return { open, close: () => dialog.close() };
}
