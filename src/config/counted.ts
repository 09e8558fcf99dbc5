/** `1 picture`, `1,234 pictures`, `2 classes` where the plural is given as `classes`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}
