import { byId, find, pageData } from './page-data.js';

const POLL_MS = 2000;

/** While the service still loads its model, waits for it and then shows it in the page. */
export function startModelArrival() {
  if (!pageData.isLoading) return;
  const timer = setInterval(() => {
    void pageNow().then((page) => {
      if (page === null || page.querySelector('#classes ul') === null) return;
      clearInterval(timer);
      find(document, '.status').replaceWith(find(page, '.status'));
      byId('classes').replaceWith(find(page, '#classes'));
    });
  }, POLL_MS);
}

/** @returns {Promise<Document | null>} null while the service does not answer */
async function pageNow() {
  try {
    const response = await fetch(location.href);
    return new DOMParser().parseFromString(await response.text(), 'text/html');
  } catch {
    return null;
  }
}
