/** Classes that have series of their own; a version may have many more. */
const MAX_CLASSES = 100;

/** What a class is called in a series: those beyond a bound share `other`. */
export function classLabel(name: string, index: number): string {
  return index < MAX_CLASSES ? name : 'other';
}
