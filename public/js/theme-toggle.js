import { find } from './page-data.js';

/** Shows the button that switches between light and dark, and remembers the choice. */
export function startThemeToggle() {
  const button = /** @type {HTMLButtonElement} */ (find(document, '.theme-toggle'));
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => {
    const chosen = document.documentElement.dataset.theme;
    return chosen === undefined ? system.matches : chosen === 'dark';
  };
  const label = () => {
    const words = isDark() ? button.dataset.toLight : button.dataset.toDark;
    button.setAttribute('aria-label', words ?? '');
    button.title = words ?? '';
  };
  button.hidden = false;
  label();
  system.addEventListener('change', label);
  button.addEventListener('click', () => {
    const theme = isDark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    remember(theme);
    label();
  });
}

/** @param {'light' | 'dark'} theme */
function remember(theme) {
  try {
    localStorage.setItem('theme', theme);
  } catch {
    // Storage can be forbidden or full; the choice then lasts as long as the page.
  }
}
