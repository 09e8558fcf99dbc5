import { droppedFiles } from './dropped-files.js';
import { byId } from './page-data.js';

/**
 * Takes pictures by choosing, dropping and pasting.
 * @param {(files: File[]) => void} onFiles called with at least one
 * @param {{ formId?: string, several?: boolean }} [options] the form that has the field, and whether
 *   several may be chosen at once
 */
export function startIncomingFiles(onFiles, { formId = 'predict-form', several = true } = {}) {
  const take = (/** @type {File[]} */ files) => {
    if (files.length > 0) onFiles(files);
  };
  takeChosen(take, formId, several);
  takeDropped(take);
  document.addEventListener('paste', ({ clipboardData }) =>
    take([...(clipboardData?.files ?? [])]),
  );
}

/**
 * @param {(files: File[]) => void} take
 * @param {string} formId
 * @param {boolean} several
 */
function takeChosen(take, formId, several) {
  const field = /** @type {HTMLInputElement} */ (byId('file-field'));
  field.multiple = several; // without script the form sends one
  field.addEventListener('change', () => {
    take([...(field.files ?? [])]);
    field.value = ''; // choosing the same file again is a new question
  });
  byId(formId).addEventListener('submit', (event) => event.preventDefault());
}

/**
 * The whole page takes what is dropped: a near miss would otherwise leave the page.
 * @param {(files: File[]) => void} take
 */
export function takeDropped(take) {
  const zone = byId('drop-zone');
  let depth = 0; // dragenter and dragleave come for every element inside
  const mark = (/** @type {number} */ newDepth) => {
    depth = Math.max(0, newDepth);
    zone.classList.toggle('dragging', depth > 0);
  };
  const withFiles = (/** @type {DragEvent} */ event) =>
    event.dataTransfer?.types.includes('Files') === true;
  document.addEventListener('dragenter', (event) => {
    if (withFiles(event)) mark(depth + 1);
  });
  document.addEventListener('dragleave', (event) => {
    if (withFiles(event)) mark(depth - 1);
  });
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    mark(0);
    if (event.dataTransfer !== null) void droppedFiles(event.dataTransfer).then(take);
  });
}
