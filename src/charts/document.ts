import { fitted, wrapped } from './fit-text';
import { element, escaped, title, unescaped } from './markup';
import { STYLE } from './style';

export interface ChartDocument {
  /** What it shows, in a few words. */
  readonly heading: string;
  /** A sentence or two under the heading; empty for none. */
  readonly remark: string;
  /** What it says, in sentences, for those who do not see it. */
  readonly description: string;
  readonly width: number;
  /** Of the body, without heading and margins. */
  readonly height: number;
  /** Markup; its origin is below the heading, inside the margins. */
  readonly body: string;
}

/** What a page has to know of a chart: the room it takes, and what it says. */
export interface ChartFacts {
  readonly width: number;
  readonly height: number;
  readonly description: string;
}

export const MARGIN = 20;
const HEADING_HEIGHT = 28;
const REMARK_HEIGHT = 18;
const GAP = 8;
const HEADING_SIZE = 16;
const REMARK_SIZE = 12;

/**
 * A chart as an SVG document of its own, with a title and a description that screen readers
 * speak. It scales to whatever room it is given.
 *
 * @returns text in UTF-8, starting with `<svg`
 */
export function chartDocument(chart: ChartDocument): string {
  const { heading, remark, description, width, body } = chart;
  const room = width - 2 * MARGIN;
  const remarks = remark === '' ? [] : wrapped(remark, room, REMARK_SIZE);
  const top = MARGIN + HEADING_HEIGHT + remarks.length * REMARK_HEIGHT + GAP;
  const height = Math.ceil(top + chart.height + MARGIN);
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-labelledby': 'chart-title chart-description',
    },
    element('title', { id: 'chart-title' }, escaped(heading)),
    element('desc', { id: 'chart-description' }, escaped(description)),
    element('style', {}, STYLE),
    element('rect', { class: 'surface', width: '100%', height: '100%' }),
    element(
      'text',
      { class: 'heading', x: MARGIN, y: MARGIN + HEADING_SIZE },
      escaped(fitted(heading, room, HEADING_SIZE * BOLD)),
    ),
    ...remarks.map((text, i) =>
      element(
        'text',
        { class: 'soft', x: MARGIN, y: MARGIN + HEADING_HEIGHT + REMARK_SIZE + i * REMARK_HEIGHT },
        escaped(text),
      ),
    ),
    element('g', { transform: `translate(${MARGIN} ${top})` }, body),
  );
}

/** What a chart, which {@link chartDocument} has written, says of itself. */
export function chartFacts(svg: string): ChartFacts {
  const [, width, height] = / width="(\d+)" height="(\d+)"/.exec(svg)!;
  const [, description] = /<desc[^<>]*>([^<]*)<\/desc>/.exec(svg)!;
  return {
    width: Number(width),
    height: Number(height),
    description: unescaped(description!),
  };
}

/** How much wider a bold text is. */
const BOLD = 1.08;

/** A name that is cut to the room it has; whole in its title. */
export function name(
  text: string,
  room: number,
  size: number,
  attributes: Parameters<typeof element>[1],
): string {
  const shown = fitted(text, room, size);
  return element('text', attributes, ...(shown === text ? [] : [title(text)]), escaped(shown));
}
