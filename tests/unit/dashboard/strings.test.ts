import { STRINGS, text, type StringName } from '../../../src/dashboard/strings/strings';

describe('text', () => {
  it('fills every gap', () => {
    expect(text('resultAnnounce', { class: 'Cat', percent: '98.2%' })).toBe('Cat, 98.2% confident');
  });

  it('has the words that a number wants', () => {
    const words = (count: string | number): string => text('overviewUncertain', { count });
    expect(words('1')).toMatch(/^1 picture of today looks like .* Labelling it makes/);
    expect(words(2)).toMatch(/^2 pictures of today look like .* Labelling them makes/);
    expect(words('0')).toMatch(/^0 pictures of today look like/);
  });

  it('does not take what is filled in for a gap', () => {
    const words = text('resultAnnounce', { class: '{percent}', percent: '98.2%' });
    expect(words).toBe('{percent}, 98.2% confident');
  });

  it('names the text and the gap when a value is missing', () => {
    expect(() => text('resultAnnounce', { class: 'Cat' })).toThrow(/resultAnnounce.*percent/);
  });
});

describe('the texts', () => {
  it('say one picture, one class and so on where it is one', () => {
    const gaps = Object.values(STRINGS).flatMap((words) => [...words.matchAll(/\{(\w+)/g)]);
    const values = Object.fromEntries(gaps.map(([, gap]) => [gap!, '1']));
    for (const name of Object.keys(STRINGS) as StringName[]) {
      expect(text(name, values)).not.toMatch(
        /(?<!of )\b1 (labelled |own |held-out |test |more )*(pictures|images|classes|files|epochs|minutes|features|threads|cores|points|requests|predictions)\b/,
      );
    }
  });

  it('are all there, without stray spaces or markup', () => {
    for (const [name, words] of Object.entries(STRINGS)) {
      expect([name, words]).toEqual([name, words.trim()]);
      expect([name, words]).not.toEqual([name, '']);
      expect([name, words]).not.toEqual([name, expect.stringMatching(/[<>&]/)]);
    }
  });
});
