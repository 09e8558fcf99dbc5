import { evaluateOwnPictures } from '../../../src/evaluation/own-pictures';
import { judge, type GateEvidence } from '../../../src/evaluation/gate';

const OPTIONS = { maxLossOfAccuracy: 0.005, parityTolerance: 1e-3 };
const EVIDENCE: GateEvidence = {
  comparedWith: 'one',
  knownClasses: { candidate: 1800, active: 1800, images: 2000 },
  samples: null,
  parity: null,
};

describe('the gate', () => {
  it('passes what is as good, and says by which numbers', () => {
    expect(judge(EVIDENCE, OPTIONS)).toEqual({
      verdict: 'passed',
      compared_with: 'one',
      rules: [
        {
          name: 'known classes',
          explanation:
            'Of 2,000 pictures of the classes that the network was made with, which it has not learned from, 90.00% are recognised, and 90.00% by one; up to 0.50% may be lost.',
          passed: true,
        },
      ],
    });
  });

  it.each([
    [1790, 'passed'],
    [1789, 'rejected'],
  ])('lets half a point of the known classes go and no more: %i of 2,000', (candidate, verdict) => {
    const knownClasses = { ...EVIDENCE.knownClasses, candidate };
    expect(judge({ ...EVIDENCE, knownClasses }, OPTIONS).verdict).toBe(verdict);
  });

  it.each([
    [40, 'passed'],
    [39, 'passed'],
    [38, 'rejected'],
  ])('lets one labelled sample fall the other way: %i instead of 40', (candidate, verdict) => {
    const samples = { candidate, active: 40, images: 50 };
    const report = judge({ ...EVIDENCE, samples }, OPTIONS);
    expect(report.verdict).toBe(verdict);
    expect(report.rules[1]!.explanation).toContain(
      `Of 50 labelled pictures kept out of training, ${candidate} are recognised`,
    );
  });

  it.each([
    [1e-3, 'passed'],
    [2e-3, 'rejected'],
    [NaN, 'rejected'],
  ])('wants engines to agree on a new graph: %d', (parity, verdict) => {
    expect(judge({ ...EVIDENCE, parity }, OPTIONS).verdict).toBe(verdict);
  });

  it('lets a larger collection of samples lose the same share as the known classes', () => {
    const samples = (candidate: number): GateEvidence['samples'] => ({
      candidate,
      active: 800,
      images: 1000,
    });
    expect(judge({ ...EVIDENCE, samples: samples(795) }, OPTIONS).verdict).toBe('passed');
    expect(judge({ ...EVIDENCE, samples: samples(794) }, OPTIONS).verdict).toBe('rejected');
  });

  it.each([
    [1, 20, 'passed'],
    [1, 21, 'rejected'],
    [2, 40, 'passed'],
    [2, 41, 'rejected'],
    [9, 60, 'passed'],
    [9, 61, 'rejected'],
  ])('lets %i new classes take %i of 2,000 images: %s', (newClasses, taken, verdict) => {
    const takenByNewClasses = { newClasses, taken, images: 2000 };
    const report = judge({ ...EVIDENCE, takenByNewClasses }, OPTIONS);
    expect(report.verdict).toBe(verdict);
    expect(report.rules[1]!.name).toBe('new classes');
    expect(report.rules[1]!.explanation).toContain(`${taken} of 2,000`);
  });

  it('rejects a class that is recognised no better than by guessing, and says of which little is known', () => {
    const own = evaluateOwnPictures({
      judgedBy: 'held_out',
      ids: Array.from({ length: 12 }, (_, i) => `id-${i}`),
      labels: new Uint8Array(12).fill(2),
      logits: Float32Array.from({ length: 36 }, (_, i) => (i % 3 === 0 ? 1 : 0)),
      temperature: 1,
      learned: [0, 4, 100],
      learningCurve: [],
    });
    const classNames = ['Cat', 'Ant', 'Bee'];
    const taught = [
      { name: 'Ant', learned: 4 },
      { name: 'Bee', learned: 100 },
    ];
    const report = judge(
      { ...EVIDENCE, classes: { classNames, before: classNames, own, taught } },
      OPTIONS,
    );
    expect(report.verdict).toBe('rejected');
    expect(report.rules[1]).toEqual({
      name: 'each class',
      explanation:
        'Recognised no better than by guessing: Bee (0 of 12). Look at their pictures, or add others. ' +
        'Fewer than ten pictures, so that little is known yet: Ant.',
      passed: false,
    });
    const unjudged = { classNames, before: classNames, own: null, taught: taught.slice(1) };
    expect(judge({ ...EVIDENCE, classes: unjudged }, OPTIONS).rules).toHaveLength(1);
  });

  it('says which classes are lost, whose names it names, and refuses nothing for it', () => {
    const classNames = ['Cat', 'ant'];
    const before = ['Cat', 'Ant', 'Bee', 'Dog'];
    const classes = { classNames, before, own: null, taught: [] };
    expect(judge({ ...EVIDENCE, classes }, OPTIONS)).toMatchObject({
      verdict: 'passed',
      rules: [
        { name: 'known classes' },
        { name: 'lost classes', explanation: 'It no longer knows Bee, Dog.', passed: true },
      ],
    });
  });

  it('names every rule, those that passed too', () => {
    const report = judge(
      {
        comparedWith: null,
        knownClasses: { candidate: 0, active: 10, images: 10 },
        samples: { candidate: 5, active: 1, images: 5 },
        parity: 0,
      },
      OPTIONS,
    );
    expect(report.rules.map(({ passed }) => passed)).toEqual([false, true, true]);
    expect(report.verdict).toBe('rejected');
  });
});
