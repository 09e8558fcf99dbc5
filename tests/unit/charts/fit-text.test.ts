import { fitted, widthOf, wrapped } from '../../../src/charts/fit-text';
import { HARD_NAMES } from '../../support/chart-data';

describe('a fitted text', () => {
  it('is the text where there is room', () => {
    expect(fitted('Airplane', 100, 12)).toBe('Airplane');
  });

  it.each(HARD_NAMES)('never takes more than the room it has: %s', (text) => {
    for (const room of [20, 60, 150])
      expect(widthOf(fitted(text, room, 12), 12)).toBeLessThanOrEqual(room);
  });

  it('cuts no character in half', () => {
    const family = '👩‍👩‍👧‍👦';
    const cut = fitted(family.repeat(9), 150, 12);
    expect(cut.replaceAll(family, '')).toBe('…');
    expect(cut).not.toBe('…');
  });
});

describe('a wrapped text', () => {
  it('breaks between words and cuts a word that is too long', () => {
    const lines = wrapped(`one two three ${'W'.repeat(40)} four`, 80, 12);
    expect(lines.join(' ')).toMatch(/^one two three W+… four$/);
    for (const line of lines) expect(widthOf(line, 12)).toBeLessThanOrEqual(80);
  });
});
