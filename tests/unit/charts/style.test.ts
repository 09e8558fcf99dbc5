import { COLOURS, STYLE } from '../../../src/charts/style';

/** Relative luminance (WCAG 2.2) of `#rrggbb`. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

describe('the colours of charts', () => {
  const themes = [...STYLE.matchAll(/svg\{[^}]*\}/g)].map(
    ([rule]) =>
      new Map(
        [...rule.matchAll(/--([\w-]+):(#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]),
      ),
  );

  it('are there in light and in dark', () => expect(themes).toHaveLength(2));

  it.each([
    ['light', 0],
    ['dark', 1],
  ])(
    'stand out from the paper by 3:1 where they are %s, as graphics must (WCAG 1.4.11)',
    (_, i) => {
      const colours = themes[i]!;
      const drawn = [
        ...Array.from({ length: COLOURS }, (__, c) => `c${c}`),
        'accent',
        'wrong',
        'bar',
      ];
      const pale = drawn.filter(
        (name) => contrast(colours.get(name)!, colours.get('surface')!) < 3,
      );
      expect(pale).toEqual([]);
    },
  );
});
