import { startThemeToggle } from '../theme-toggle.js';

startThemeToggle();
