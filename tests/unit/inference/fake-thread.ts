import { CIFAR10_INPUT } from '../../../src/config/cifar10';
import { ThreadEndedError, type EngineThread } from '../../../src/inference/engine-thread';
import type { BatchOutput, ThreadModel } from '../../../src/inference/thread-messages';
import { tinyNeighbours } from '../../support/tiny-version';

/** A model that every fake thread knows how to load. */
export function fakeModel(key: number): ThreadModel {
  return {
    key,
    graph: { id: `graph ${key}`, file: 'nowhere', input: CIFAR10_INPUT },
    neighbours: tinyNeighbours(),
  };
}

/** An engine thread in the hands of a test: it answers, fails and ends when it is told to. */
export class FakeThread implements EngineThread {
  readonly ready = { kind: 'ready', engine: 'fake 1.0' } as const;
  readonly ended: Promise<ThreadEndedError>;
  /** Keys of the models that are loaded, in order. */
  readonly models: number[] = [];
  isStopped = false;
  /** Asked before each load; by default every model loads at once. */
  onLoad: (model: ThreadModel) => Promise<void> = () => Promise.resolve();
  #end!: (reason: ThreadEndedError) => void;
  /** The batches that it was given, the one that it runs first. */
  readonly #batches: GivenBatch[] = [];

  /** First byte of the batch that is running. */
  get running(): number | undefined {
    return this.#batches[0]?.mark;
  }

  /** First byte of the batch that is there when that one is done. */
  get next(): number | undefined {
    return this.#batches[1]?.mark;
  }

  constructor() {
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  async load(model: ThreadModel): Promise<number> {
    if (this.running !== undefined) throw new Error('a thread does not load while it runs a batch');
    await this.onLoad(model);
    this.models.push(model.key);
    return 1;
  }

  unload(model: number): Promise<void> {
    const index = this.models.indexOf(model);
    if (index !== -1) this.models.splice(index, 1);
    return Promise.resolve();
  }

  run(model: number, images: Uint8Array): Promise<BatchOutput> {
    if (this.next !== undefined) throw new Error('a thread has two batches at most');
    if (!this.models.includes(model)) throw new Error('the model is not loaded');
    return new Promise((resolve, reject) => {
      this.#batches.push({ mark: images[0]!, resolve, reject });
    });
  }

  /** The output's one feature is the first byte of the batch. */
  succeed(): void {
    const { mark, resolve } = this.#batches.shift()!;
    resolve({ features: Float32Array.of(mark), distances: Float32Array.of(0) });
    if (this.isStopped) this.die();
  }

  fail(reason: Error): void {
    this.#batches.shift()!.reject(reason);
  }

  die(): void {
    const end = new ThreadEndedError('an inference thread ended: exit code 1');
    this.#end(end);
    while (this.running !== undefined) this.fail(end);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.running === undefined) this.die();
    await this.ended;
  }
}

interface GivenBatch {
  readonly mark: number;
  readonly resolve: (output: BatchOutput) => void;
  readonly reject: (reason: Error) => void;
}
