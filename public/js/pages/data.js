import { ClassKeys } from '../class-keys.js';
import { startUpload } from '../data-upload.js';
import { notify } from '../notices.js';
import { takeOver } from '../post-form.js';
import { startLabelling } from '../sample-labelling.js';
import { startThemeToggle } from '../theme-toggle.js';

startThemeToggle();
const keys = new ClassKeys();
const labelling = startLabelling({
  labelOf: (key) => keys.labelOf(key),
  onRelabelled: showCounts,
  onDeleted: showAll,
});
startUpload(showAll);
const told = document.querySelector('#told .notice');
if (told !== null) notify('bad', told.textContent?.trim() ?? '');

/** @param {Document} page as the service renders it now */
function showCounts(page) {
  takeOver(page, ['summary', 'classes', 'labels', 'balance']);
  keys.show();
}

/** @param {Document} page as the service renders it now */
function showAll(page) {
  const focused = document.activeElement?.id ?? '';
  showCounts(page);
  takeOver(page, ['gallery']);
  labelling.start();
  document.getElementById(focused)?.focus();
}
