import { sayLocalTimes } from '../local-times.js';
import { pageData } from '../page-data.js';
import { startThemeToggle } from '../theme-toggle.js';

startThemeToggle();
sayLocalTimes();
// This page stays until the answer comes, which waits until there is something to show.
if (pageData.reloadTo !== undefined) location.replace(pageData.reloadTo);
