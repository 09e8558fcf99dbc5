import { CIFAR10_INPUT } from '../../../src/config/cifar10';
import path from 'node:path';
import {
  startEngineThread,
  ThreadEndedError,
  type EngineThread,
} from '../../../src/inference/engine-thread';
import { EngineError } from '../../../src/inference/errors';
import type { ThreadModel } from '../../../src/inference/thread-messages';
import { fakeModel } from './fake-thread';

const entry = { file: path.join(__dirname, 'misbehaving.worker.cjs'), execArgv: [] };
const MODEL = 7;
const BREAK = Uint8Array.of(1);
const EXIT = Uint8Array.of(2);
const REFUSE = Uint8Array.of(3);

describe('engine thread', () => {
  const threads: EngineThread[] = [];
  const start = async (maxBatchSize = 1): Promise<EngineThread> => {
    const thread = await startEngineThread(entry, { maxBatchSize, mirroredView: false });
    threads.push(thread);
    return thread;
  };
  afterEach(() => Promise.all(threads.splice(0).map((thread) => thread.stop())));

  it('says what its engine is', async () => {
    const { ready } = await start();
    expect(ready).toEqual({ kind: 'ready', engine: 'misbehaving 1.0' });
  });

  it('runs one batch after another', async () => {
    const thread = await start();
    for (const length of [5, 7]) {
      const { features } = await thread.run(MODEL, new Uint8Array(length));
      expect(features).toEqual(Float32Array.of(length));
    }
  });

  it('hands the images over instead of copying them', async () => {
    const thread = await start();
    const images = new Uint8Array(3);
    await thread.run(MODEL, images);
    expect(images).toHaveLength(0);
  });

  it('goes on after a batch that the engine refuses', async () => {
    const thread = await start();
    await expect(thread.run(MODEL, REFUSE.slice())).rejects.toEqual(
      new EngineError('the batch is refused'),
    );
    await expect(thread.run(MODEL, new Uint8Array(2))).resolves.toBeDefined();
  });

  it.each([
    ['throws', BREAK, 'an inference thread ended: the engine broke'],
    ['exits', EXIT, 'an inference thread ended: exit code 4'],
  ])('fails the batch on which its thread %s', async (_, images, message) => {
    const thread = await start();
    const answer = thread.run(MODEL, images.slice());
    await expect(answer).rejects.toBeInstanceOf(ThreadEndedError);
    await expect(answer).rejects.toThrow(message);
    await expect(thread.ended).resolves.toBeInstanceOf(ThreadEndedError);
  });

  it('fails a batch that comes after its end', async () => {
    const thread = await start();
    await thread.stop();
    await expect(thread.run(MODEL, new Uint8Array(1))).rejects.toBeInstanceOf(ThreadEndedError);
  });

  it('finishes the batch that it is running before it stops', async () => {
    const thread = await start();
    const answer = thread.run(MODEL, new Uint8Array(6));
    await thread.stop();
    await expect(answer).resolves.toHaveProperty('features', Float32Array.of(6));
  });

  it('can be stopped twice', async () => {
    const thread = await start();
    await thread.stop();
    await thread.stop();
  });

  it.each([
    ['throws', 0, 'the runtime does not load'],
    ['exits', -1, 'exit code 3'],
  ])('does not start when its worker %s', async (_, maxBatchSize, message) => {
    await expect(start(maxBatchSize)).rejects.toThrow(message);
  });

  describe('loading a model', () => {
    const model = (file: string): ThreadModel => ({
      ...fakeModel(MODEL),
      graph: { id: file, file, input: CIFAR10_INPUT },
    });

    it('tells how many features its graph gives', async () => {
      const thread = await start();
      await expect(thread.load(model('loads'))).resolves.toBe(1);
      await expect(thread.unload(MODEL)).resolves.toBeUndefined();
    });

    it('may go on while a batch waits for its turn', async () => {
      const thread = await start();
      const [features, output] = await Promise.all([
        thread.load(model('loads')),
        thread.run(MODEL, new Uint8Array(4)),
      ]);
      expect(features).toBe(1);
      expect(output).toEqual({ features: Float32Array.of(4), distances: Float32Array.of(MODEL) });
    });

    it('says why the engine refuses it, and goes on', async () => {
      const thread = await start();
      await expect(thread.load(model('does-not-load'))).rejects.toThrow('the graph does not load');
      await expect(thread.load(model('loads'))).resolves.toBe(1);
    });

    it('fails when the thread ends on it', async () => {
      const thread = await start();
      await expect(thread.load(model('ends'))).rejects.toBeInstanceOf(ThreadEndedError);
    });
  });
});
