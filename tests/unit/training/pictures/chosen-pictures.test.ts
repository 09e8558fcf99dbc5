import type { LabelledOriginal } from '../../../../src/dataset/labelled-sample';
import {
  choosePictures,
  learnedInWords,
  TooFewPicturesError,
} from '../../../../src/training/pictures/chosen-pictures';

function samples(label: string, learned: number, heldOut = 0): LabelledOriginal[] {
  return Array.from({ length: learned + heldOut }, (_, i) => ({
    id: `${label} ${i}`,
    label,
    split: i < learned ? 'train' : 'held_out',
    heldOut: i >= learned,
    file: `${label}-${i}.png`,
  }));
}

describe('the pictures of a head', () => {
  it('are said with the classes that have some, not with those that came with the network', () => {
    const chosen = choosePictures([...samples('Ant', 2), ...samples('Bee', 1)], 'all', [
      'Cat',
      'Dog',
    ]);
    expect(chosen.classNames).toHaveLength(4);
    expect(learnedInWords(chosen)).toBe('3 labelled pictures of 2 classes');
    expect(learnedInWords({ learned: chosen.learned.slice(0, 1) })).toBe(
      '1 labelled picture of 1 class',
    );
  });

  it('are all that people gave, the classes by name', () => {
    const chosen = choosePictures([...samples('bee', 2), ...samples('Ant', 3)], 'own');
    expect(chosen.classNames).toEqual(['Ant', 'bee']);
    expect(chosen.learned).toHaveLength(5);
    expect(chosen.heldOut).toEqual([]);
  });

  it('keep some out of training from ten of a class on, and none before', () => {
    const chosen = choosePictures([...samples('a', 8, 1), ...samples('b', 9, 1)], 'own');
    expect(chosen.learned).toHaveLength(18);
    expect(chosen.heldOut.map(({ sample }) => sample.id)).toEqual(['b 9']);
  });

  it('have the classes that came with the network first, pictures or not', () => {
    const chosen = choosePictures([...samples('ant', 1), ...samples('DOG', 1)], 'all', [
      'Dog',
      'Cat',
    ]);
    expect(chosen.classNames).toEqual(['Dog', 'Cat', 'ant']);
    expect(chosen.learned.map(({ label }) => label)).toEqual([2, 0]);
  });

  it('are only those of the classes that are named', () => {
    const all = [...samples('ant', 1), ...samples('bee', 1), ...samples('wasp', 1)];
    expect(choosePictures(all, ['wasp', 'Ant']).classNames).toEqual(['ant', 'wasp']);
  });

  it.each([
    ['no pictures', [], 'own', 'There are no labelled pictures'],
    ['one class', samples('ant', 3), 'own', 'All labelled pictures are of "ant"'],
    ['a class without pictures', samples('ant', 3), ['ant', 'bee'], 'no picture of "bee"'],
    [
      'too many classes',
      Array.from({ length: 257 }, (_, i) => samples(`c${i}`, 1)).flat(),
      'own',
      '257 classes',
    ],
  ] as const)('cannot be had of %s', (_, all, choice, message) => {
    expect(() => choosePictures(all, choice)).toThrow(TooFewPicturesError);
    expect(() => choosePictures(all, choice)).toThrow(message);
  });
});
