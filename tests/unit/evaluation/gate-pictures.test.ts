import { judgePictures, type PictureEvidence } from '../../../src/evaluation/gate-pictures';
import { shareOf } from '../../../src/evaluation/share-of-pictures';
import type { OwnPictures } from '../../../src/registry/own-pictures';

function own(right: number, pictures: number): OwnPictures {
  const half = shareOf(right / 2, pictures / 2);
  return {
    judged_by: 'leave_one_out',
    accuracy: shareOf(right, pictures),
    mean_recall: right / pictures,
    not_judged: 0,
    classes: [0, 1].map(() => ({ learned: pictures / 2, called: pictures / 2, recall: half })),
    confusion: [],
    expected_calibration_error: 0,
    learning_curve: [],
    advice: null,
  };
}

function verdictOf(changes: Partial<PictureEvidence>): string {
  const evidence = {
    comparedWith: 'v1',
    classNames: ['ant', 'bee'],
    classNamesBefore: ['ant', 'bee'],
    own: own(36, 40),
    heldOut: null,
    ...changes,
  };
  const { verdict, rules } = judgePictures(evidence, 0.005);
  const failed = rules.filter(({ passed }) => !passed).map(({ name }) => name);
  return [verdict, ...failed].join(', ');
}

describe("whether a version of people's own classes may take over", () => {
  it('is decided by what it makes of pictures that it has not learned from', () => {
    expect(verdictOf({})).toBe('passed');
    expect(verdictOf({ own: own(20, 40) })).toMatch(/^rejected, better than guessing/);
  });

  it('is not denied for what cannot be known', () => {
    expect(verdictOf({ own: null })).toBe('passed');
    expect(verdictOf({ own: own(2, 4) })).toBe('passed');
  });

  it('is denied where the active version is better on the very same pictures, beyond chance', () => {
    const before = shareOf(40, 40);
    expect(verdictOf({ before })).toBe('passed');
    expect(verdictOf({ before, own: own(28, 40) })).toBe('rejected, on the same pictures');
  });

  it('is explained in words that stay true: with names, the right number, and what is not known any more', () => {
    const { rules } = judgePictures(
      {
        comparedWith: 'v1',
        classNames: ['ant', 'bee'],
        classNamesBefore: ['Cat', 'bee', 'Dog'],
        own: own(36, 40),
        heldOut: { candidate: 1, active: 1, images: 1 },
      },
      0.005,
    );
    const words = rules.map(({ explanation }) => explanation).join(' ');
    expect(words).toContain('It no longer knows Cat, Dog.');
    expect(words).toContain(
      '1 of 1 picture that no training has seen is recognised, and 1 by v1; it may be 1 fewer.',
    );
    expect(words).not.toMatch(/answers now/);
  });

  it('is not denied for classes without pictures, which are named: no figure counts what they lose', () => {
    const some = own(36, 40);
    const classes = [{ learned: 0, called: 0, recall: null }, ...some.classes];
    const { verdict, rules } = judgePictures(
      {
        comparedWith: 'v1',
        classNames: ['wasp', 'ant', 'bee'],
        classNamesBefore: ['wasp', 'ant'],
        own: { ...some, classes },
        heldOut: null,
      },
      0.005,
    );
    expect(verdict).toBe('passed');
    expect(rules.find(({ name }) => name === 'classes without pictures')?.explanation).toMatch(
      /^There is no picture of wasp, so nothing tells .* taken for ant, bee: some are\. Five pictures/,
    );
  });

  it('is denied where it loses pictures that no training has seen', () => {
    expect(verdictOf({ heldOut: { candidate: 9, active: 10, images: 10 } })).toBe('passed');
    expect(verdictOf({ heldOut: { candidate: 8, active: 10, images: 10 } })).toBe(
      'rejected, against the active version',
    );
  });
});
