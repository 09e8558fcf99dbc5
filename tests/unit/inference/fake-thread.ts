import { ThreadEndedError, type EngineThread } from '../../../src/inference/engine-thread';
import type { BatchOutput, ThreadModel } from '../../../src/inference/thread-messages';
import { tinyNeighbours } from '../../support/tiny-version';

/** A model that every fake thread knows how to load. */
export function fakeModel(key: number): ThreadModel {
  return { key, graph: { id: `graph ${key}`, file: 'nowhere' }, neighbours: tinyNeighbours() };
}

/** An engine thread in the hands of a test: it answers, fails and ends when it is told to. */
export class FakeThread implements EngineThread {
  readonly ready = { kind: 'ready', engine: 'fake 1.0' } as const;
  readonly ended: Promise<ThreadEndedError>;
  /** First byte of the batch that is running. */
  running: number | undefined;
  /** Keys of the models that are loaded, in order. */
  readonly models: number[] = [];
  isStopped = false;
  /** Asked before each load; by default every model loads at once. */
  onLoad: (model: ThreadModel) => Promise<void> = () => Promise.resolve();
  #end!: (reason: ThreadEndedError) => void;
  #resolve!: (output: BatchOutput) => void;
  #reject!: (reason: Error) => void;

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
    if (this.running !== undefined) throw new Error('a thread runs one batch at a time');
    if (!this.models.includes(model)) throw new Error('the model is not loaded');
    this.running = images[0];
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** The output's one feature is the first byte of the batch. */
  succeed(): void {
    const features = Float32Array.of(this.running!);
    this.running = undefined;
    this.#resolve({ features, distances: Float32Array.of(0) });
    if (this.isStopped) this.die();
  }

  fail(reason: Error): void {
    this.running = undefined;
    this.#reject(reason);
  }

  die(): void {
    const end = new ThreadEndedError('an inference thread ended: exit code 1');
    this.#end(end);
    if (this.running !== undefined) this.fail(end);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.running === undefined) this.die();
    await this.ended;
  }
}
