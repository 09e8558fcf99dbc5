import { CIFAR10_INPUT } from '../../../src/config/cifar10';
import type { Engine } from '../../../src/inference/engine';
import type { ThreadModel } from '../../../src/inference/thread-messages';
import { ThreadModels } from '../../../src/inference/thread-models';
import { tinyNeighbours } from '../../support/tiny-version';

const IMAGE = new Uint8Array(3072);

/** An engine that writes down what native memory it takes and frees. */
class CountingEngine implements Engine {
  readonly name = 'counting';
  readonly graphs: string[] = [];
  opened = 0;
  indices = 0;
  /** Images of each run. */
  readonly runs: number[] = [];

  open(file: string): ReturnType<Engine['open']> {
    this.opened++;
    this.graphs.push(file);
    return Promise.resolve({
      run: (images) => {
        this.runs.push(images.length / IMAGE.length);
        if (file === 'refuses') return Promise.reject(new Error('the graph refuses to run'));
        return Promise.resolve(new Float32Array((images.length / IMAGE.length) * 3).fill(1));
      },
      release: () => {
        this.graphs.splice(this.graphs.indexOf(file), 1);
        return Promise.resolve();
      },
    });
  }

  index({ k }: { k: number }): ReturnType<Engine['index']> {
    if (k === 0) throw new Error('no neighbour is wanted');
    this.indices++;
    return {
      similarities: (rows) => Promise.resolve(new Float32Array(rows.length / 3).fill(0.75)),
      release: () => {
        this.indices--;
      },
    };
  }
}

function model(
  key: number,
  file: string,
  changes: Partial<ThreadModel['neighbours']> = {},
): ThreadModel {
  return {
    key,
    graph: { id: file, file, input: CIFAR10_INPUT },
    neighbours: { ...tinyNeighbours(), ...changes },
  };
}

describe('the models of a thread', () => {
  let engine: CountingEngine;
  let models: ThreadModels;

  beforeEach(() => {
    engine = new CountingEngine();
    models = new ThreadModels(engine, 4);
  });

  it('are warm when they are loaded: the largest batch and a single image have been run', async () => {
    await expect(models.load(model(1, 'a'))).resolves.toBe(3);
    expect(engine.runs).toContain(4);
    expect(engine.runs.at(-1)).toBe(1);
  });

  it('tell features, and how far they are from the neighbours', async () => {
    await models.load(model(1, 'a'));
    const { features, distances } = await models.run(1, new Uint8Array(2 * IMAGE.length));
    expect(features).toHaveLength(6);
    expect(distances).toEqual(Float32Array.of(0.25, 0.25));
  });

  it('share a graph, which is freed with the last of them', async () => {
    await models.load(model(1, 'a'));
    await models.load(model(2, 'a'));
    expect(engine.opened).toBe(1);
    await models.unload(1);
    expect(engine.graphs).toEqual(['a']);
    await expect(models.run(2, IMAGE)).resolves.toBeDefined();
    await models.unload(2);
    expect(engine.graphs).toEqual([]);
    expect(engine.indices).toBe(0);
  });

  it('take no more memory however often they change', async () => {
    await models.load(model(0, 'a'));
    for (let key = 1; key <= 50; key++) {
      await models.load(model(key, key % 3 === 0 ? 'a' : 'b'));
      await models.unload(key - 1);
    }
    expect(engine.graphs).toHaveLength(1);
    expect(engine.indices).toBe(1);
  });

  it.each([
    ['its graph does not run', model(2, 'refuses'), 'the graph refuses to run'],
    ['its neighbours have no index', model(2, 'b', { k: 0 }), 'no neighbour is wanted'],
    [
      'its neighbours are wider than its features',
      model(2, 'b', { width: 4 }),
      'its neighbours have 4 features, its graph 3',
    ],
    [
      'its neighbours do not suit a graph in use',
      model(2, 'a', { k: 0 }),
      'no neighbour is wanted',
    ],
  ])('keep nothing of one that cannot be used because %s', async (_, bad, message) => {
    await models.load(model(1, 'a'));
    await expect(models.load(bad)).rejects.toThrow(message);
    expect(engine.graphs).toEqual(['a']);
    expect(engine.indices).toBe(1);
    await expect(models.run(1, IMAGE)).resolves.toBeDefined();
    await expect(models.run(2, IMAGE)).rejects.toThrow('the model of the batch is not loaded');
  });

  it('may be unloaded twice', async () => {
    await models.load(model(1, 'a'));
    await models.unload(1);
    await models.unload(1);
    expect(engine.graphs).toEqual([]);
  });
});
