import { text } from './strings';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** 0.98234 → `98.2%` */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** The two largest units: `3 d 4 h`, `5 min 2 s`, `12 s` */
export function duration(ms: number): string {
  const units: readonly (readonly [string, number])[] = [
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
      const larger = i === 0 ? Infinity : units[first]![1];
      return `${Math.floor((ms % larger) / size)} ${unit}`;
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

/** `16 MB`, `512 kB` */
export function fileSize(bytes: number): string {
  const kib = bytes / 1024;
  return kib < 1024 ? `${Math.round(kib)} kB` : `${Math.round(kib / 1024)} MB`;
}

/** `12,345` */
export function count(n: number): string {
  return n.toLocaleString('en');
}
