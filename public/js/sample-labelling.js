import { deleteDialog } from './delete-dialog.js';
import { notify } from './notices.js';
import { byId, text } from './page-data.js';
import { postForm } from './post-form.js';
import {
  beginLabel,
  chosenBoxes,
  endLabel,
  savedLabel,
  shownBoxes,
  tileOf,
} from './sample-tiles.js';
import { startSampleKeys } from './sample-keys.js';

/** @typedef {{ id: string, label: string }} Labelled */

/**
 * What the page does with the page that a change is answered by.
 * @typedef {object} Listener
 * @property {(page: Document) => void} onRelabelled the gallery stays: whoever is labelling has
 *   the next picture under the fingers
 * @property {(page: Document) => void} onDeleted others move up
 * @property {(key: string) => string | undefined} labelOf the class that a number key gives
 */

/**
 * Labels and deletes the pictures of the gallery, with the mouse and with the keyboard. What is
 * asked for is shown at once, and taken back visibly when the service refuses it. Changes are sent
 * one after another, so that the last one wins.
 *
 * @param {Listener} listener
 * @returns {{ start: () => void }} to be called for another gallery
 */
export function startLabelling({ onRelabelled, onDeleted, labelOf }) {
  const gallery = byId('gallery');
  /** @type {Labelled[][]} the labels before the last changes */
  let undos = [];
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  /** @type {ReturnType<typeof deleteDialog> | undefined} */
  let deletion;

  gallery.addEventListener('change', countChosen);
  gallery.addEventListener('click', ({ target }) => {
    if (target === document.getElementById('choose-all')) chooseAll();
  });
  gallery.addEventListener('submit', onSubmit);
  startSampleKeys(gallery, {
    labelOf,
    relabel: (boxes, label) => relabel(boxes, label),
    undo,
    askToDelete: () => deletion?.open(),
    onChosen: countChosen,
  });
  start();
  return { start };

  function start() {
    const details = document.getElementById('delete-confirm');
    if (!(details instanceof HTMLDetailsElement)) return;
    deletion = deleteDialog(details, {
      question: () => text('dataDeleteAsk', { pictures: pictures(chosenBoxes().length) }),
      no: text('dataCancel'),
    });
    countChosen();
  }

  /** @param {SubmitEvent} event */
  function onSubmit(event) {
    if (/** @type {HTMLElement} */ (event.target).id !== 'samples-form') return;
    event.preventDefault();
    deletion?.close();
    const chosen = chosenBoxes();
    const isDeletion = event.submitter?.getAttribute('value') === 'delete';
    const field = /** @type {HTMLInputElement} */ (byId('relabel-field'));
    const label = field.value.trim();
    if (chosen.length === 0) {
      notify('bad', text('dataNoneChosen'));
    } else if (isDeletion) {
      remove(chosen);
    } else if (label === '') {
      notify('bad', text('dataNoLabel'));
      field.focus();
    } else {
      relabel(chosen, label);
      field.value = '';
      chosen[0]?.focus();
    }
  }

  /**
   * @param {readonly HTMLInputElement[]} boxes
   * @param {string} label
   */
  function relabel(boxes, label) {
    for (const box of boxes) box.checked = false;
    countChosen();
    const ids = boxes.map(({ value }) => value);
    for (const id of ids) beginLabel(id, label);
    inTurn(async () => {
      const before = ids.map((id) => ({ id, label: savedLabel(id) ?? label }));
      const words = await send([{ label, ids }]);
      undos.push(before);
      notify('good', words, { label: text('dataUndo'), onPress: undo });
    });
  }

  function undo() {
    const changes = undos.pop();
    if (changes === undefined) return;
    for (const { id, label } of changes) beginLabel(id, label);
    inTurn(async () => {
      await send(grouped(changes));
      notify('good', text('dataUndone'));
    });
  }

  /**
   * @param {readonly { label: string, ids: readonly string[] }[]} groups
   * @returns {Promise<string>} what the service says of the last one
   */
  async function send(groups) {
    let words = '';
    let sent = 0;
    try {
      for (const { label, ids } of groups) {
        const page = await change({ action: 'relabel', label }, ids);
        for (const id of ids) endLabel(id, labelOn(page, id) ?? label);
        sent++;
        onRelabelled(page);
        words = noticeOf(page);
      }
      return words;
    } catch (problem) {
      for (const { ids } of groups.slice(sent)) for (const id of ids) endLabel(id, undefined);
      throw problem;
    }
  }

  /** @param {readonly HTMLInputElement[]} boxes */
  function remove(boxes) {
    const all = shownBoxes();
    const rest = all.filter((box) => !boxes.includes(box));
    const next = rest.find((box) => all.indexOf(box) > all.findIndex((b) => boxes.includes(b)));
    for (const box of boxes) {
      box.checked = false;
      tileOf(box).hidden = true;
    }
    countChosen();
    (next ?? rest.at(-1))?.focus();
    const ids = boxes.map(({ value }) => value);
    inTurn(async () => {
      try {
        const page = await change({ action: 'delete' }, ids);
        undos = undos.map((changes) => changes.filter(({ id }) => !ids.includes(id)));
        onDeleted(page);
        notify('good', noticeOf(page));
      } catch (problem) {
        for (const box of boxes) {
          tileOf(box).hidden = false;
          tileOf(box).classList.add('taken-back');
        }
        throw problem;
      }
    });
  }

  /** @param {() => Promise<void>} work that throws what is to be told */
  function inTurn(work) {
    last = last.then(work).catch((/** @type {Error} */ problem) => {
      notify('bad', text('dataTakenBack', { reason: problem.message }));
    });
  }
}

/**
 * @param {Record<string, string>} fields
 * @param {readonly string[]} ids
 * @returns {Promise<Document>} the page that says what was done
 * @throws {Error} with what went wrong, in words
 */
async function change(fields, ids) {
  const form = new URLSearchParams(fields);
  for (const id of ids) form.append('ids', id);
  // Of the form itself: its property `action` is the buttons of that name.
  const address = byId('samples-form').getAttribute('action') ?? '';
  const { ok, page } = await postForm(address, form);
  if (!ok) throw new Error(noticeOf(page));
  return page;
}

/** @param {Document} page */
function noticeOf(page) {
  return page.querySelector('#told .notice')?.textContent?.trim() ?? '';
}

/**
 * @param {Document} page
 * @param {string} id
 * @returns {string | undefined} the label as the service spells it
 */
function labelOn(page, id) {
  return page.getElementById(`s-${id}`)?.closest('li')?.dataset.label;
}

/**
 * @param {readonly Labelled[]} changes
 * @returns {{ label: string, ids: string[] }[]} a group for each label
 */
function grouped(changes) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const { id, label } of changes) groups.set(label, [...(groups.get(label) ?? []), id]);
  return [...groups].map(([label, ids]) => ({ label, ids }));
}

function chooseAll() {
  const boxes = shownBoxes();
  const isAll = boxes.every(({ checked }) => checked);
  for (const box of boxes) box.checked = !isAll;
  countChosen();
}

function countChosen() {
  const words = document.getElementById('bulk-count');
  if (words !== null) words.textContent = text('dataChosen', { count: chosenBoxes().length });
}

/** @param {number} count */
function pictures(count) {
  return text('dataPictures', { count });
}
