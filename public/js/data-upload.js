import { folderOf } from './dropped-files.js';
import { fileSize } from './format.js';
import { takeDropped } from './incoming-files.js';
import { byId, pageData, text } from './page-data.js';
import { postForm, tell } from './post-form.js';

const ARCHIVE = /\.(zip|tar|tgz|tar\.gz)$/i;

/**
 * Takes labelled pictures by choosing and dropping: files, folders, whose names are the labels,
 * and archives.
 *
 * @param {(page: Document) => void} onSaved called with the page that shows what became of them
 */
export function startUpload(onSaved) {
  const form = /** @type {HTMLFormElement} */ (byId('upload-form'));
  const label = /** @type {HTMLInputElement} */ (byId('label-field'));
  /** @type {File[]} chosen, and not sent yet */
  let waiting = [];
  /** @type {AbortController | undefined} */
  let sending;

  const take = (/** @type {File[]} */ files) => {
    waiting = files.filter((file) => file.type.startsWith('image/') || ARCHIVE.test(file.name));
    if (waiting.length === 0) tell('bad', text('dataUploadNothing'));
    else void send();
  };
  startFields(take);
  takeDropped(take);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (waiting.length > 0) void send();
    else byId('file-field').click();
  });
  byId('upload-stop').addEventListener('click', () => sending?.abort());

  async function send() {
    const nameless = waiting.filter((file) => labelOf(file) === '');
    if (nameless.length > 0) {
      say(text('dataUploadWaiting', { count: nameless.length }));
      label.focus();
      return;
    }
    const bytes = waiting.reduce((sum, { size }) => sum + size, 0);
    if (bytes > pageData.maxBatchBytes) {
      const limit = fileSize(pageData.maxBatchBytes);
      const values = { size: fileSize(bytes), limit };
      tell('bad', text('dataUploadTooLarge', values));
      return;
    }
    sending = new AbortController();
    show(true);
    try {
      const { page } = await postForm(form.action, formOf(waiting), {
        signal: sending.signal,
        onProgress: (sent, total) => {
          /** @type {HTMLProgressElement} */ (byId('upload-bar')).value = sent / total;
          say(
            sent < total
              ? text('dataUploadSending', { sent: fileSize(sent), total: fileSize(total) })
              : text('dataUploadLooking'),
          );
        },
      });
      waiting = [];
      onSaved(page);
    } catch (problem) {
      if (sending.signal.aborted) tell('bad', text('dataUploadStopped'));
      else tell('bad', /** @type {Error} */ (problem).message);
    } finally {
      sending = undefined;
      show(false);
    }
  }

  /**
   * @param {readonly File[]} files
   * @returns {FormData} a label for each picture, in their order; archives bring theirs
   */
  function formOf(files) {
    const data = new FormData();
    for (const file of files) data.append('files', file, file.name);
    for (const file of files) if (!ARCHIVE.test(file.name)) data.append('labels', labelOf(file));
    return data;
  }

  /** @param {File} file */
  function labelOf(file) {
    return ARCHIVE.test(file.name) ? '-' : (folderOf(file) ?? label.value.trim());
  }

  /** @param {boolean} isSending */
  function show(isSending) {
    const bar = /** @type {HTMLProgressElement} */ (byId('upload-bar'));
    bar.hidden = !isSending;
    byId('upload-stop').hidden = !isSending;
    byId('upload-progress').hidden = !isSending;
    bar.value = 0;
  }

  /** @param {string} words */
  function say(words) {
    byId('upload-progress').hidden = false;
    byId('upload-bar').hidden = sending === undefined;
    byId('upload-stop').hidden = sending === undefined;
    byId('upload-words').textContent = words;
  }
}

/** @param {(files: File[]) => void} take */
function startFields(take) {
  const folder = byId('folder-button');
  folder.hidden = !('webkitdirectory' in HTMLInputElement.prototype);
  folder.addEventListener('click', () => byId('folder-field').click());
  // What is chosen is sent at once: what the field itself says of it would always be out of date.
  byId('file-field').classList.add('visually-hidden');
  for (const id of ['file-field', 'folder-field']) {
    const field = /** @type {HTMLInputElement} */ (byId(id));
    field.addEventListener('change', () => {
      const files = [...(field.files ?? [])];
      if (files.length > 0) take(files);
      field.value = ''; // choosing the same again is a new question
    });
  }
}
