import { sayLocalTimes } from '../local-times.js';
import { startThemeToggle } from '../theme-toggle.js';

startThemeToggle();
sayLocalTimes();
