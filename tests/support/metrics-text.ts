/** The lines of a scrape that have values. */
export const seriesOf = (text: string): string[] =>
  text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

/** The values of the series that begin with a text, summed. */
export function sumOf(text: string, series: string): number {
  return seriesOf(text)
    .filter((line) => line.startsWith(series))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
