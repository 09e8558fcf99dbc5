import { STRINGS, text } from '../../../src/dashboard/strings/strings';

describe('text', () => {
  it('fills every gap', () => {
    expect(text('resultAnnounce', { class: 'Cat', percent: '98.2%' })).toBe('Cat, 98.2% confident');
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
  it('are all there, without stray spaces or markup', () => {
    for (const [name, words] of Object.entries(STRINGS)) {
      expect([name, words]).toEqual([name, words.trim()]);
      expect([name, words]).not.toEqual([name, '']);
      expect([name, words]).not.toEqual([name, expect.stringMatching(/[<>&]/)]);
    }
  });
});
