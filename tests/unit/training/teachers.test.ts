import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { softmaxRows } from '../../../src/evaluation/calibration';
import type { ModelVersion } from '../../../src/registry/version';
import { openTeachers, teacherGraphs } from '../../../src/training/batches/teachers';
import { writeTurnedVersion } from '../../support/tiny-variants';
import { TINY_CLASSES, writeTinyVersion } from '../../support/tiny-version';

const folder = mkdtempSync(path.join(tmpdir(), 'teachers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const VALUES = 32 * 32 * 3;

/** float32, [2, 32, 32, 3]: one red, one of 255, 128 and 0 of red, green and blue */
const images = Float32Array.from({ length: 2 * VALUES }, (_, i) =>
  i < VALUES ? (i % 3 === 0 ? 200 : 0) : [254.6, 128.4, 0][i % 3]!,
);

describe('teachers', () => {
  let tiny: ModelVersion;
  beforeAll(async () => {
    tiny = await writeTinyVersion(folder);
  });

  it('answer with the mean of their probabilities, without temperature', async () => {
    const teachers = await openTeachers(teacherGraphs([tiny, tiny], TINY_CLASSES));
    const answers = await teachers.answer(images);
    // The logits of the tiny network are the mean colours / 100.
    const expected = softmaxRows(Float32Array.of(2, 0, 0, 2.55, 1.28, 0), 3, 1);
    expect(answers).toHaveLength(6);
    for (const [i, value] of answers.entries()) expect(value).toBeCloseTo(expected[i]!, 4);
  });

  it('must know the classes that are learned, in their order', async () => {
    const turned = await writeTurnedVersion(folder, 'turned');
    expect(() => teacherGraphs([tiny, turned], TINY_CLASSES)).toThrow(
      'turned cannot teach: it knows other classes than are to be learned',
    );
  });
});
