import { counted } from '../config/counted';

const COUNT = new Intl.NumberFormat('en');

/** 12345 → `12,345` */
export function count(value: number): string {
  return COUNT.format(value);
}

/** 0.1234 → `12.3%` */
export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)}%`;
}

/** `1 image`, `2,000 images` */
export function images(value: number): string {
  return counted(value, 'image');
}
