/**
 * Disables the buttons of forms that the service would refuse for this person. It decides nothing: who
 * may do what is decided where the form is sent.
 */

const account = document.querySelector('.account');
if (account instanceof HTMLElement) start(account);

/** @param {HTMLElement} account */
function start({ dataset }) {
  /** @type {string[]} */
  const sources = JSON.parse(dataset.forbidden ?? '[]');
  if (sources.length === 0) return;
  const forbidden = sources.map((source) => new RegExp(source));
  const mark = () => {
    for (const form of document.querySelectorAll('form')) {
      if (form.method !== 'post') continue;
      const { pathname } = new URL(form.action, location.href);
      if (!forbidden.some((path) => path.test(pathname))) continue;
      for (const button of form.querySelectorAll('button, input[type="file"]')) {
        if (button.hasAttribute('disabled')) continue;
        button.setAttribute('disabled', '');
        button.setAttribute('title', dataset.why ?? '');
      }
    }
  };
  mark();
  // Pages fill parts of themselves in again, and enable buttons when something was chosen.
  new MutationObserver(mark).observe(document.body, {
    attributeFilter: ['disabled', 'action'],
    childList: true,
    subtree: true,
  });
}
