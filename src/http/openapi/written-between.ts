/**
 * A text of documentation with the part between two marks written anew.
 *
 * @param name of the part: it stands between `<!-- name: … -->` and `<!-- /name -->`
 * @throws {Error} when the text has lost the marks
 */
export function writtenBetween(text: string, name: string, part: string): string {
  const start = `<!-- ${name}: written by \`npm run docs:api\` -->`;
  const end = `<!-- /${name} -->`;
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`the README needs ${start} and ${end}`);
  return `${text.slice(0, from + start.length)}\n\n${part}\n\n${text.slice(to)}`;
}
