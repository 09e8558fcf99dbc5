import { DatasetError } from './dataset';

/**
 * Looks labels up in a class list, whatever their case.
 *
 * @throws {DatasetError} naming the label that is not in the list
 */
export function classIndexOf(classNames: readonly string[]): (label: string) => number {
  const indices = new Map(classNames.map((name, index) => [name.toLowerCase(), index]));
  return (label) => {
    const index = indices.get(label.toLowerCase());
    if (index === undefined) {
      throw new DatasetError(
        `the label "${label}" is not one of the classes ${classNames.join(', ')}; rename or remove it`,
      );
    }
    return index;
  };
}
