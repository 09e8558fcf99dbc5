import { text } from './page-data.js';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** @param {number} share 0-1 */
export function percent(share) {
  return `${(100 * share).toFixed(1)}%`;
}

/**
 * The two largest units, as the server writes them: `3 d 4 h`, `12 s`.
 * @param {number} ms
 */
export function duration(ms) {
  /** @type {readonly (readonly [string, number])[]} */
  const units = [
    ['d', DAY_MS],
    ['h', HOUR_MS],
    ['min', MINUTE_MS],
    ['s', SECOND_MS],
  ];
  const first = units.findIndex(([, size]) => ms >= size);
  if (first === -1) return '0 s';
  return units
    .slice(first, first + 2)
    .map(([unit, size], i) => {
      const larger = i === 0 ? Infinity : (units[first]?.[1] ?? Infinity);
      return `${Math.floor((ms % larger) / size)} ${unit}`;
    })
    .join(' ');
}

/** @param {number} ms how long ago */
export function ago(ms) {
  if (ms < MINUTE_MS) return text('justNow');
  if (ms < HOUR_MS) return text('minutesAgo', { n: Math.floor(ms / MINUTE_MS) });
  if (ms < DAY_MS) return text('hoursAgo', { n: Math.floor(ms / HOUR_MS) });
  return text('daysAgo', { n: Math.floor(ms / DAY_MS) });
}
