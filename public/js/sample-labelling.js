import { byId, find, text } from './page-data.js';
import { postForm, tell } from './post-form.js';

/** @typedef {{ ids: string[], label: string }} Relabelling */

/**
 * Labels and deletes the pictures of the gallery, with the mouse and with the keyboard. What is
 * asked for is shown at once, and taken back visibly when the service refuses it.
 *
 * @param {(page: Document) => void} onChanged called with the page as it is then
 */
export function startLabelling(onChanged) {
  /** @type {Relabelling[][]} what undoes the last changes */
  const undos = [];
  start();
  return { start };

  /** For the gallery as it is now. */
  function start() {
    byId('keys').hidden = false;
    const form = /** @type {HTMLFormElement | null} */ (document.querySelector('#samples-form'));
    if (form === null) return;
    const all = byId('choose-all');
    all.hidden = false;
    all.addEventListener('click', () => {
      const boxes = boxesOf();
      const isAll = boxes.every(({ checked }) => checked);
      for (const box of boxes) box.checked = !isAll;
      countChosen();
    });
    form.addEventListener('change', countChosen);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const action = /** @type {HTMLButtonElement | null} */ (event.submitter)?.value;
      const chosen = chosenBoxes();
      if (chosen.length === 0) tell('bad', text('dataNoneChosen'));
      else if (action === 'delete') void remove(chosen);
      else void relabelAsWritten(chosen);
    });
    form.addEventListener('keydown', onKey);
    countChosen();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const box = /** @type {HTMLElement} */ (event.target)
      .closest('.sample')
      ?.querySelector('input');
    if (!(box instanceof HTMLInputElement) || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const key = event.key.toLowerCase();
    const digit = document.querySelector(`#classes kbd[data-key="${CSS.escape(key)}"]`);
    const chosen = chosenBoxes();
    const meant = chosen.length === 0 ? [box] : chosen;
    if (event.key.startsWith('Arrow')) move(box, event.key, event.shiftKey);
    else if (digit instanceof HTMLElement) void relabel(meant, digit.dataset.label ?? '', box);
    else if (key === 'u') void undo();
    else if (key === 'l') byId('relabel-field').focus();
    else if (key === 'enter')
      /** @type {HTMLElement} */ (find(tileOf(box), '.sample-open')).click();
    else if (key === 'delete') {
      if (chosen.length === 0) box.checked = true;
      countChosen();
      const confirm = /** @type {HTMLDetailsElement} */ (byId('delete-confirm'));
      confirm.open = true;
      find(confirm, 'button').focus();
    } else return;
    event.preventDefault();
  }

  /**
   * @param {HTMLInputElement} box
   * @param {string} key
   * @param {boolean} chooses
   */
  function move(box, key, chooses) {
    const boxes = boxesOf();
    const at = boxes.indexOf(box);
    const columns = boxes.filter((other) => topOf(other) === topOf(boxes[0])).length;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
    const next = boxes[at + (steps[/** @type {keyof typeof steps} */ (key)] ?? 0)];
    if (next === undefined) return;
    if (chooses) {
      box.checked = true;
      next.checked = true;
      countChosen();
    }
    next.focus();
  }

  /** @param {HTMLInputElement[]} boxes */
  async function relabelAsWritten(boxes) {
    const field = /** @type {HTMLInputElement} */ (byId('relabel-field'));
    const label = field.value.trim();
    if (label === '') {
      tell('bad', text('dataNoLabel'));
      field.focus();
    } else {
      await relabel(boxes, label, boxes[0]);
    }
  }

  /**
   * @param {HTMLInputElement[]} boxes
   * @param {string} label
   * @param {HTMLInputElement} [focused] whose successor gets the focus: labelling goes on there
   */
  async function relabel(boxes, label, focused) {
    const before = boxes.map((box) => ({ ids: [box.value], label: labelOf(box) }));
    for (const box of boxes) {
      setLabel(box, label);
      box.checked = false;
    }
    countChosen();
    const next = focused && (boxesOf()[boxesOf().indexOf(focused) + 1] ?? focused);
    next?.focus();
    const isDone = await change({ action: 'relabel', label }, boxes, () => {
      boxes.forEach((box, i) => setLabel(box, before[i]?.label ?? ''));
    });
    if (isDone) {
      undos.push(before);
      offerUndo();
    }
  }

  /** @param {HTMLInputElement[]} boxes */
  async function remove(boxes) {
    for (const box of boxes) tileOf(box).hidden = true;
    await change({ action: 'delete' }, boxes, () => {
      for (const box of boxes) tileOf(box).hidden = false;
    });
  }

  /**
   * @param {Record<string, string>} fields
   * @param {HTMLInputElement[]} boxes
   * @param {() => void} takeBack
   * @returns {Promise<boolean>} whether it was done
   */
  async function change(fields, boxes, takeBack) {
    const data = new URLSearchParams(fields);
    for (const { value } of boxes) data.append('ids', value);
    const focus = document.activeElement?.id;
    try {
      const { ok, page } = await postForm(address(), data);
      if (!ok) throw new Error(page.querySelector('.notice-bad')?.textContent?.trim() ?? '');
      onChanged(page);
      if (focus) document.getElementById(focus)?.focus();
      return true;
    } catch (problem) {
      takeBack();
      countChosen();
      const { message } = /** @type {Error} */ (problem);
      tell('bad', text('dataTakenBack', { reason: message }));
      return false;
    }
  }

  function offerUndo() {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button';
    button.textContent = text('dataUndo');
    button.addEventListener('click', () => void undo());
    document.querySelector('#told .notice')?.append(button);
  }

  async function undo() {
    const last = undos.pop();
    if (last === undefined) return;
    try {
      for (const { ids, label } of grouped(last)) {
        const data = new URLSearchParams({ action: 'relabel', label });
        for (const id of ids) data.append('ids', id);
        onChanged((await postForm(address(), data)).page);
      }
      tell('good', text('dataUndone'));
    } catch (problem) {
      undos.push(last);
      tell('bad', /** @type {Error} */ (problem).message);
    }
  }
}

/**
 * @param {readonly Relabelling[]} changes
 * @returns {Relabelling[]} one for each label
 */
function grouped(changes) {
  /** @type {Map<string, string[]>} */
  const byLabel = new Map();
  for (const { ids, label } of changes) {
    byLabel.set(label, [...(byLabel.get(label) ?? []), ...ids]);
  }
  return [...byLabel].map(([label, ids]) => ({ ids, label }));
}

/** Of the form, whose property `action` is the button of that name. */
function address() {
  return byId('samples-form').getAttribute('action') ?? '';
}

/** @returns {HTMLInputElement[]} */
function boxesOf() {
  return [...document.querySelectorAll('#samples input[type="checkbox"]')].map(
    (box) => /** @type {HTMLInputElement} */ (box),
  );
}

function chosenBoxes() {
  return boxesOf().filter(({ checked }) => checked);
}

/** @param {HTMLElement} box */
function tileOf(box) {
  return /** @type {HTMLElement} */ (box.closest('.sample'));
}

/** @param {HTMLInputElement} box */
function labelOf(box) {
  return tileOf(box).dataset.label ?? '';
}

/**
 * @param {HTMLInputElement} box
 * @param {string} label
 */
function setLabel(box, label) {
  const tile = tileOf(box);
  tile.dataset.label = label;
  find(tile, '.sample-label').textContent = label;
}

/** @param {HTMLElement | undefined} box */
function topOf(box) {
  return box === undefined ? Number.NaN : tileOf(box).offsetTop;
}

function countChosen() {
  const count = chosenBoxes().length;
  const words = document.getElementById('bulk-count');
  if (words === null) return;
  words.hidden = count === 0;
  words.textContent = count === 0 ? '' : text('dataChosen', { count });
}
