import { startUpload } from '../data-upload.js';
import { startLabelling } from '../sample-labelling.js';
import { takeOver } from '../post-form.js';
import { startThemeToggle } from '../theme-toggle.js';

startThemeToggle();
const labelling = startLabelling(show);
startUpload((page) => {
  takeOver(page, ['upload-result', 'labels']);
  show(page);
});

/** @param {Document} page as the service renders it now */
function show(page) {
  takeOver(page, ['told', 'summary', 'classes', 'gallery', 'balance']);
  labelling.start();
}
