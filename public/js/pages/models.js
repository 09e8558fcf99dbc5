import { startFileForm, watchAddition } from '../backbone-watch.js';
import { startConfirmations } from '../confirmations.js';
import { sayLocalTimes } from '../local-times.js';
import { pageData } from '../page-data.js';
import { startThemeToggle } from '../theme-toggle.js';

startThemeToggle();
sayLocalTimes();
startConfirmations();
startFileForm();
if (pageData.isAdding) void watchAddition();
document.addEventListener('submit', ({ target }) => {
  // A second press would ask for the same thing again.
  const form = /** @type {HTMLFormElement} */ (target);
  if (form.method !== 'post') return;
  for (const button of form.querySelectorAll('button')) button.disabled = true;
});
