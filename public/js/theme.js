// Runs before the page is drawn, so that the chosen theme does not flash in late. A classic
// script: modules wait for the document.
(() => {
  try {
    const chosen = localStorage.getItem('theme');
    if (chosen === 'dark' || chosen === 'light') document.documentElement.dataset.theme = chosen;
  } catch {
    // Storage can be forbidden; the system's theme is shown then.
  }
})();
