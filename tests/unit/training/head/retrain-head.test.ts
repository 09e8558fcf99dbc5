import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { IMAGE_VALUES } from '../../../../src/config/image-shape';
import type { LabelledSample } from '../../../../src/dataset/labelled-sample';
import { argMax } from '../../../../src/evaluation/accuracy';
import { headLogits } from '../../../../src/evaluation/head-logits';
import { sha256 } from '../../../../src/registry/sha256';
import type { ModelVersion } from '../../../../src/registry/version';
import { leftOutLines } from '../../../../src/training/head/learnable-classes';
import { retrainHead, type HeadProgress } from '../../../../src/training/head/retrain-head';
import { tinyHead, writeTinyVersion } from '../../../support/tiny-version';

type Colour = readonly [number, number, number];

function sample(label: string, colour: Colour, heldOut = false): LabelledSample {
  const pixels = Uint8Array.from({ length: IMAGE_VALUES }, (_, i) => colour[i % 3]!);
  return { id: sha256(pixels), label, pixels, heldOut };
}

/** Shades that the tiny network takes for red or green. */
const YELLOW = Array.from({ length: 12 }, (_, i) =>
  sample('Yellow', [200 + i * 3, 190 + i * 4, i * 5]),
);

describe('retraining the head', () => {
  let modelDir: string;
  let parent: ModelVersion;

  beforeEach(async () => {
    modelDir = await mkdtemp(path.join(tmpdir(), 'retrain-head-'));
    parent = await writeTinyVersion(modelDir);
  });

  afterEach(() => rm(modelDir, { recursive: true, force: true }));

  const retrain = (
    name: string,
    samples: readonly LabelledSample[],
    changes: Partial<Parameters<typeof retrainHead>[0]> = {},
  ): Promise<ModelVersion> =>
    retrainHead({
      modelDir,
      name,
      parent,
      samples,
      job: 'job-1',
      maxLossOfAccuracy: 0.005,
      createdAt: new Date('2025-06-01T12:00:00Z'),
      ...changes,
    });

  const classOf = ({ head, card }: ModelVersion, colour: Colour): string =>
    card.class_names[argMax(headLogits(head, Float32Array.from(colour)), 0, head.classes)]!;

  it('writes a version that knows a new class and still the old ones', async () => {
    const version = await retrain('child', YELLOW);
    expect(version.card.class_names).toEqual(['Red', 'Green', 'Blue', 'Yellow']);
    expect(classOf(version, [230, 225, 20])).toBe('Yellow');
    expect(classOf(version, [230, 20, 20])).toBe('Red');
    expect(classOf(version, [20, 230, 20])).toBe('Green');
    expect(classOf(version, [20, 20, 230])).toBe('Blue');
  });

  it('says in the card where the version comes from, and why it may serve', async () => {
    const kept = sample('yellow', [233, 222, 11], true);
    const { card } = await retrain('child', [...YELLOW, kept]);
    expect(card.parent).toBe('tiny');
    expect(card.created_at).toBe('2025-06-01T12:00:00.000Z');
    expect(card.retraining).toMatchObject({
      mode: 'head',
      job: 'job-1',
      samples: { Yellow: 12 },
      held_out_samples: { Yellow: 1 },
      new_classes: ['Yellow'],
    });
    expect(card.gate).toMatchObject({ verdict: 'passed', compared_with: 'tiny' });
    expect(card.gate!.rules.map(({ name }) => name)).toEqual([
      'known classes',
      'new classes',
      'labelled samples',
      'each class',
    ]);
    expect(card.metrics.validation).toMatchObject({ images: 30, accuracy: 1 });
    expect(card.metrics.samples).toMatchObject({ images: 1, accuracy: 1 });
    expect(card.metrics.test).toBeNull();
    expect(card.metrics.own).toMatchObject({
      judged_by: 'held_out',
      accuracy: { right: 1, pictures: 1, value: 1 },
      confusion: [{ actual: 3, predicted: 3, pictures: 1, examples: [kept.id] }],
    });
    expect(card.metrics.own!.classes.map(({ learned }) => learned)).toEqual([0, 0, 0, 12]);
  });

  it('names the version whose head was measured on images that are gone', async () => {
    const child = await retrain('child', YELLOW);
    const grandchild = await retrain('grandchild', YELLOW, { parent: child });
    for (const { card } of [child, grandchild]) {
      expect(card.rejection.measured_of).toBe('tiny');
    }
    expect(parent.card.rejection.measured_of).toBeUndefined();
  });

  it('shares with its parent what has not changed', async () => {
    const version = await retrain('child', YELLOW);
    expect(version.graphId).toBe(parent.graphId);
    const inode = async (file: string): Promise<number> => (await stat(file)).ino;
    expect(await inode(version.onnxFile)).toBe(await inode(parent.onnxFile));
    expect(await inode(version.featuresFile!)).toBe(await inode(parent.featuresFile!));
    const heads = [version, parent].map(({ folder }) => inode(path.join(folder, 'head.bin')));
    expect(new Set(await Promise.all(heads)).size).toBe(2);
  });

  it('learns from its samples and not from those kept out', async () => {
    const learned = await retrain('learned', YELLOW);
    const kept = await retrain('kept', [...YELLOW, sample('Blue', [255, 0, 0], true)]);
    expect(kept.head.weights).toEqual(learned.head.weights);
    expect(kept.head.bias).toEqual(learned.head.bias);
  });

  it('leaves out a new class all of whose samples are kept out', async () => {
    const told: string[] = [];
    const version = await retrain('child', [...YELLOW, sample('Pink', [255, 180, 190], true)], {
      onLeftOut: (classes) => told.push(...leftOutLines(classes)),
    });
    expect(told).toEqual([
      'Left out, because all of its samples are held out, with the number of their samples: Pink (1).',
    ]);
    expect(version.card.class_names).not.toContain('Pink');
    expect(version.card.metrics.samples).toBeNull();
  });

  it('restores the head when samples are deleted, to the last bit', async () => {
    const few = YELLOW.slice(0, 6);
    const before = await retrain('before', few);
    const other = sample('Teal', [0, 150, 150]);
    const between = await retrain('between', [other, ...YELLOW.toReversed()], { parent: before });
    const after = await retrain('after', few.toReversed(), { parent: between });
    expect(between.head.classes).toBe(5);
    expect(after.head).toEqual(before.head);
    expect(after.neighbours).toEqual(before.neighbours);
  });

  it('gives back the head that the graph was trained with when no sample is left', async () => {
    const taught = await retrain('taught', YELLOW);
    const { head, card } = await retrain('blank', [], { parent: taught });
    expect(head.weights).toEqual(tinyHead().weights);
    expect(head.bias).toEqual(tinyHead().bias);
    expect(card.class_names).toEqual(parent.card.class_names);
  });

  it('rejects, but writes, a version that the parent is better than', async () => {
    const taught = await retrain('taught', YELLOW);
    const renamed = YELLOW.map((yellow) => ({ ...yellow, label: 'Teal' }));
    const kept = [0, 1, 2].map((i) => sample('Yellow', [231 + i, 221, 21], true));
    const samples = [...renamed, sample('Yellow', [90, 90, 90]), ...kept];
    const { card } = await retrain('worse', samples, { parent: taught });
    expect(card.gate).toMatchObject({ verdict: 'rejected', compared_with: 'taught' });
    const failed = card.gate!.rules.filter(({ passed }) => !passed);
    expect(failed.map(({ explanation }) => explanation)).toEqual([
      'Of 3 labelled pictures kept out of training, 0 are recognised, and 3 by taught; it may be 1 fewer.',
    ]);
  });

  it('tells how far it is', async () => {
    const seen: HeadProgress[] = [];
    await retrain('child', YELLOW, { onProgress: (progress) => seen.push(progress) });
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual([
      'features',
      'solving',
      'evaluating',
      'writing',
    ]);
    expect(seen).toContainEqual({ phase: 'features', done: 12, total: 12 });
  });

  it('writes nothing when it is stopped', async () => {
    const controller = new AbortController();
    const stopped = retrain('child', YELLOW, {
      signal: controller.signal,
      onProgress: ({ phase }) => {
        if (phase === 'evaluating') controller.abort(new Error('enough'));
      },
    });
    await expect(stopped).rejects.toThrow('enough');
    expect(await readdir(modelDir)).toEqual(['tiny']);
  });

  it('learns the largest of more classes than a version can have, and tells the others', async () => {
    const many = Array.from({ length: 254 }, (_, i) => sample(`Class ${i}`, [i, 0, 0]));
    const larger = many.slice(100).map(({ label }, i) => sample(label, [i, 0, 1]));
    const told: string[] = [];
    const { card } = await retrain('child', [...many, ...larger], {
      onLeftOut: (classes) => told.push(...leftOutLines(classes)),
    });
    expect(card.class_names).toHaveLength(256);
    expect(card.class_names).not.toContain('Class 99');
    expect(card.class_names).toContain('Class 100');
    expect(told).toEqual([
      'Left out, because there are too many classes, with the number of their samples: Class 99 (1).',
    ]);
  });
});
