import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CIFAR10_CLASSES } from '../../../../src/config/cifar10';
import { SampleFiles, samplesFolder } from '../../../../src/dataset/samples/sample-files';
import { runEvaluation } from '../../../../src/evaluation/apart/run-evaluation';
import type { EvaluationSet } from '../../../../src/evaluation/apart/evaluation-task';
import { openHistoryDatabase } from '../../../../src/store/open-history-database';
import { sampleStore } from '../../../../src/store/samples/sample-store';
import { colourPng } from '../../../support/colour-png';
import { newSample, setSplit } from '../../../support/new-sample';
import { writeBackboneVersion } from '../../../support/tiny-backbone-version';
import { tinyHead, writeTinyVersion } from '../../../support/tiny-version';
import { writeFolder } from '../../dataset/made-data';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'evaluation-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const folders = (): { models: string; data: string; persistence: string } => ({
  models: path.join(folder, 'models'),
  data: path.join(folder, 'data'),
  persistence: path.join(folder, 'persistence'),
});

const evaluate = (
  versions: string[],
  on: EvaluationSet = 'held_out',
): ReturnType<typeof runEvaluation> => runEvaluation({ versions, on, folders: folders() });

/** A head that takes red for green and green for red. */
function confusedHead(): ReturnType<typeof tinyHead> {
  return { ...tinyHead(), weights: Float32Array.of(0, 0.01, 0, 0.01, 0, 0, 0, 0, 0.01) };
}

async function storeSamples(
  labels: readonly (readonly [string, [number, number, number]])[],
): Promise<void> {
  const { persistence } = folders();
  const database = await openHistoryDatabase(persistence);
  const ids: string[] = [];
  const files = new SampleFiles({ folder: samplesFolder(persistence), newId: () => 'part' });
  for (const [i, [label, colour]] of labels.entries()) {
    const sample = newSample(i, label);
    await sampleStore(database).put([sample], 1);
    await files.write(sample.id, 'png', colourPng(colour));
    if (i % 2 === 0) ids.push(sample.id);
  }
  await setSplit(database, ids, 'held_out');
  await database.destroy();
}

/** Moves a sample into the test set. */
async function asTestSet(place: number): Promise<void> {
  const database = await openHistoryDatabase(folders().persistence);
  await setSplit(database, [newSample(place, 'any').id], 'test');
  await database.destroy();
}

const RED: [number, number, number] = [250, 0, 0];
const BLUE: [number, number, number] = [0, 0, 250];

describe('judging a version', () => {
  beforeEach(() => writeTinyVersion(folders().models));

  it('works on the features it ships, without any image', async () => {
    const report = await evaluate(['tiny']);
    expect(report.comparison).toBeNull();
    const [{ version, evaluation, unknown_labels }] = report.versions as [
      (typeof report.versions)[0],
    ];
    expect({ version, unknown_labels }).toEqual({ version: 'tiny', unknown_labels: {} });
    expect(evaluation.images).toBe(30);
    expect(evaluation.accuracy).toBe(1);
  });

  it('runs its graph on the labelled samples kept out of training, and counts as wrong what it cannot know', async () => {
    await storeSamples([
      ['red', RED],
      ['Red', RED],
      ['Blue', RED],
      ['Blue', BLUE],
      ['Violet', BLUE],
      ['Violet', RED],
    ]);
    const [{ class_names, evaluation, unknown_labels }] = (await evaluate(['tiny'], 'samples'))
      .versions as [Awaited<ReturnType<typeof evaluate>>['versions'][0]];
    expect(evaluation.images).toBe(3);
    expect(evaluation.confusion_matrix).toEqual([
      [1, 0, 0, 0],
      [0, 0, 0, 0],
      [1, 0, 0, 0],
      [0, 0, 1, 0],
    ]);
    expect(evaluation.accuracy).toBeCloseTo(1 / 3, 9);
    expect(evaluation.classification_report.Violet).toMatchObject({ recall: 0, support: 1 });
    expect(class_names).toEqual(['Red', 'Green', 'Blue', 'Violet']);
    expect(unknown_labels).toEqual({ Violet: 1 });
  });

  it('runs its graph on the test images of CIFAR-10 where they are on disk', async () => {
    const classes = CIFAR10_CLASSES.length;
    // Whatever it sees is a bird to it.
    const head = {
      ...tinyHead(),
      classes,
      weights: new Float32Array(3 * classes),
      bias: Float32Array.from(CIFAR10_CLASSES, (name) => (name === 'Bird' ? 1 : 0)),
    };
    const class_names = [...CIFAR10_CLASSES];
    await writeTinyVersion(folders().models, { version: 'birds', class_names }, head);
    await writeFolder(
      folders().data,
      CIFAR10_CLASSES.map((name) => ({ name: `test/${name}/1.png`, bytes: colourPng([9, 9, 9]) })),
    );
    const { data, versions } = await evaluate(['birds'], 'test');
    expect(data).toMatch(/^10 test images of 10 classes/);
    expect(versions[0]?.evaluation.accuracy).toBe(0.1);
    expect(versions[0]?.evaluation.classification_report.Bird?.recall).toBe(1);
  });

  it('says when there is nothing to judge by', async () => {
    await expect(evaluate(['tiny'], 'samples')).rejects.toThrow(/No labelled sample/);
    await expect(evaluate(['tiny'], 'test')).rejects.toThrow(/not on disk/);
  });

  it('compares a version that knows the samples with one that knows none of them', async () => {
    await storeSamples([
      ['Violet', BLUE],
      ['Violet', RED],
    ]);
    await writeTinyVersion(folders().models, {
      version: 'painter',
      class_names: ['Rose', 'Moss', 'Violet'],
    });
    const { comparison, versions } = await evaluate(['tiny', 'painter'], 'samples');
    expect(versions.map(({ evaluation }) => evaluation.accuracy)).toEqual([0, 1]);
    expect(comparison).toMatchObject({ kind: 'test', test: { only_a_right: 0, only_b_right: 1 } });
  });

  it('does not judge a version on images of another task, of which it knows no class', async () => {
    await writeFolder(
      folders().data,
      CIFAR10_CLASSES.map((name) => ({ name: `test/${name}/1.png`, bytes: colourPng([9, 9, 9]) })),
    );
    await expect(evaluate(['tiny'], 'test')).rejects.toThrow(
      /^tiny has no class of these labels: Airplane, /,
    );
  });

  it('decodes the originals for the input of each version', async () => {
    await storeSamples([
      ['Red', RED],
      ['Red', RED],
      ['Blue', BLUE],
      ['Blue', BLUE],
    ]);
    await writeBackboneVersion(folders().models, {
      version: 'photos',
      class_names: ['Blue', 'Red'],
    });
    const { comparison, versions } = await evaluate(['tiny', 'photos'], 'samples');
    expect(versions.map(({ evaluation }) => evaluation.accuracy)).toEqual([1, 1]);
    expect(comparison).toMatchObject({ kind: 'test', test: { images: 2, both_right: 2 } });
    await expect(evaluate(['photos'])).rejects.toThrow(/photos ships no features/);
  });

  it('judges by the test set that was uploaded, which is no part of what is held out', async () => {
    await expect(evaluate(['tiny'], 'test_set')).rejects.toThrow(/There is no test set/);
    await storeSamples([
      ['Red', BLUE],
      ['Red', RED],
      ['Blue', BLUE],
    ]);
    await asTestSet(1);
    const { data, versions } = await evaluate(['tiny'], 'test_set');
    expect(data).toBe('pictures of the uploaded test set');
    expect(versions[0]?.evaluation).toMatchObject({ images: 1, accuracy: 1 });
    expect((await evaluate(['tiny'], 'samples')).versions[0]?.evaluation.images).toBe(2);
  });

  it('compares two versions on the same images', async () => {
    await writeTinyVersion(folders().models, { version: 'confused' }, confusedHead());
    const { comparison, versions } = await evaluate(['tiny', 'confused']);
    expect(versions.map(({ evaluation }) => evaluation.accuracy)).toEqual([1, 1 / 3]);
    expect(comparison).toMatchObject({
      kind: 'test',
      test: { images: 30, both_right: 10, only_a_right: 20, only_b_right: 0, both_wrong: 0 },
    });
  });

  it('does not compare answers to different images', async () => {
    const { training } = (await writeTinyVersion(folders().models, { version: 'x' })).card;
    await writeTinyVersion(folders().models, {
      version: 'other',
      training: { ...training, data_fingerprint: '1'.repeat(64) },
    });
    const { comparison } = await evaluate(['tiny', 'other']);
    expect(comparison).toEqual({ kind: 'none', reason: expect.stringMatching(/different images/) });
  });

  it('refuses a version that is not there', async () => {
    await expect(evaluate(['gone'])).rejects.toThrow(/There is no model version "gone"/);
  });
});
