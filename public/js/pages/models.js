import { sayLocalTimes } from '../local-times.js';
import { startThemeToggle } from '../theme-toggle.js';

startThemeToggle();
sayLocalTimes();
for (const form of document.querySelectorAll('form[method="post"]')) {
  // A second press would ask for the same thing again.
  form.addEventListener('submit', () => {
    for (const button of form.querySelectorAll('button')) button.disabled = true;
  });
}
