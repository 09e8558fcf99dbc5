import { text } from './strings/strings';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['d', DAY_MS],
  ['h', HOUR_MS],
  ['min', MINUTE_MS],
  ['s', SECOND_MS],
];

/** `98.2%`; what is neither nothing nor certain is not rounded to it: `<0.1%`, `>99.9%` */
export function percent(share: number): string {
  if (share > 0 && share < 0.0005) return '<0.1%';
  if (share < 1 && share >= 0.9995) return '>99.9%';
  return `${(100 * share).toFixed(1)}%`;
}

/** The two largest units: `3 d 4 h`, `5 min 2 s`, `12 s`, broken between them only */
export function duration(ms: number): string {
  const first = UNITS.findIndex(([, size]) => ms >= size);
  if (first === -1) return '0\u00a0s';
  return UNITS.slice(first, first + 2)
    .map(([unit, size], position) => {
      const rest = position === 0 ? ms : ms % UNITS[first]![1];
      return `${Math.floor(rest / size)}\u00a0${unit}`;
    })
    .join(' ');
}

/** How long ago, in words. */
export function ago(ms: number): string {
  if (ms < MINUTE_MS) return text('justNow');
  if (ms < HOUR_MS) return text('minutesAgo', { n: Math.floor(ms / MINUTE_MS) });
  if (ms < DAY_MS) return text('hoursAgo', { n: Math.floor(ms / HOUR_MS) });
  return text('daysAgo', { n: Math.floor(ms / DAY_MS) });
}

/** `16 MB`, `512 kB`, `1 kB`, never broken over two lines */
export function fileSize(bytes: number): string {
  const kib = bytes / 1024;
  if (kib < 1024) return `${Math.ceil(kib)}\u00a0kB`;
  return `${Math.round((10 * kib) / 1024) / 10}\u00a0MB`;
}

/** `23 Nov, 11:48 UTC`; a script says it in the reader's own time zone. */
export function moment(date: Date): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  });
  return `${format.format(date)} UTC`;
}

/** `12,345` */
export function count(n: number): string {
  return n.toLocaleString('en');
}
