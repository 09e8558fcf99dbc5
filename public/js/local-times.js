/** As `moment` of src/dashboard/format.ts writes it. */
const IN_UTC = /\d{1,2} \p{L}+,? \d{2}:\d{2} UTC/u;

const ZONE = ' UTC';

const format = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/**
 * Says times in the reader's own time zone, where the page says them in UTC.
 * @param {ParentNode} [part] of the page
 */
export function sayLocalTimes(part = document) {
  for (const time of part.querySelectorAll('time[datetime]')) {
    const moment = new Date(time.getAttribute('datetime') ?? '');
    const words = time.textContent ?? '';
    if (!IN_UTC.test(words)) continue;
    const [before = '', after = ''] = words.split(IN_UTC);
    time.replaceChildren(before, format.format(moment), room(), after);
  }
}

/** What was there keeps its room, so that nothing moves after it was seen. */
function room() {
  const zone = document.createElement('span');
  zone.className = 'room';
  zone.textContent = ZONE;
  return zone;
}
