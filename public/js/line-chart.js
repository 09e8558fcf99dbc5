/* global uPlot -- the script of uPlot defines it */

/**
 * One line of a chart.
 * @typedef {object} Line
 * @property {string} label
 * @property {string} colour name of a custom property: `--accent`
 * @property {boolean} [isDashed] told apart from the others by more than its colour
 */

/** Of the page's letters, how large those of a chart are. */
const FONT_SHARE = 0.75;

/**
 * A chart of lines over time in an element, as wide as it, in the colours of the theme.
 */
export class LineChart {
  /**
   * @param {HTMLElement} element
   * @param {readonly Line[]} lines
   * @param {(value: number) => string} format of the values
   */
  constructor(element, lines, format) {
    this.element = element;
    this.lines = lines;
    this.format = format;
    /** @type {uPlot.AlignedData} times in seconds, then the values of each line */
    this.data = [[], ...lines.map(() => [])];
    this.plot = this.#draw();
    new ResizeObserver(() => this.plot.setSize(this.#size())).observe(element);
    const redraw = () => {
      this.plot.destroy();
      this.plot = this.#draw();
    };
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
    new MutationObserver(redraw).observe(document.documentElement, {
      attributeFilter: ['data-theme'],
    });
  }

  /** @param {uPlot.AlignedData} data times in seconds, then the values of each line */
  show(data) {
    this.data = data;
    this.plot.setData(data);
  }

  #draw() {
    const colour = (/** @type {string} */ name) =>
      getComputedStyle(this.element).getPropertyValue(name).trim();
    const probe = document.createElement('span');
    this.element.append(probe);
    const resolved = (/** @type {string} */ name) => {
      probe.style.color = `var(${name})`;
      return getComputedStyle(probe).color;
    };
    // Large letters on a wall are large in the chart, too.
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const axis = {
      stroke: resolved('--ink-soft'),
      grid: { stroke: resolved('--line'), width: 1 },
      ticks: { show: false },
      font: `${FONT_SHARE * rem}px ${colour('--font')}`,
    };
    /** @type {uPlot.Options} */
    const options = {
      ...this.#size(),
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false } },
      scales: {
        x: { time: true },
        y: { range: { min: { soft: 0, mode: 1 }, max: { pad: 0.1, soft: 1, mode: 2 } } },
      },
      axes: [
        {
          ...axis,
          size: 1.9 * rem,
          space: 4.5 * rem,
          values: (/** @type {uPlot} */ _, /** @type {number[]} */ ticks) => ticks.map(clock),
        },
        {
          ...axis,
          size: 3.25 * rem,
          values: (/** @type {uPlot} */ _, /** @type {number[]} */ ticks) => ticks.map(this.format),
        },
      ],
      series: [
        {},
        ...this.lines.map(({ label, colour: name, isDashed = false }) => ({
          label,
          stroke: resolved(name),
          width: 2,
          dash: isDashed ? [6, 4] : [],
          points: { show: true, size: 5, filter: alone },
        })),
      ],
    };
    probe.remove();
    return new uPlot(options, this.data, this.element);
  }

  #size() {
    return { width: this.element.clientWidth, height: this.element.clientHeight };
  }
}

const timeOfDay = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** @param {number} seconds since the epoch */
function clock(seconds) {
  return timeOfDay.format(seconds * 1000);
}

/**
 * The values with none beside them, which no line would show.
 * @param {uPlot} plot
 * @param {number} line
 */
function alone({ data }, line) {
  const values = data[line] ?? [];
  return [...values.keys()].filter(
    (i) => values[i] != null && values[i - 1] == null && values[i + 1] == null,
  );
}
