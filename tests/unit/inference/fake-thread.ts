import type { EngineOutput } from '../../../src/inference/engine';
import { ThreadEndedError, type EngineThread } from '../../../src/inference/engine-thread';

/** An engine thread in the hands of a test: it answers, fails and ends when it is told to. */
export class FakeThread implements EngineThread {
  readonly ready = { kind: 'ready', engine: 'fake 1.0', features: 1 } as const;
  readonly ended: Promise<ThreadEndedError>;
  /** First byte of the batch that is running. */
  running: number | undefined;
  isStopped = false;
  #end!: (reason: ThreadEndedError) => void;
  #resolve!: (output: EngineOutput) => void;
  #reject!: (reason: Error) => void;

  constructor() {
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  run(images: Uint8Array): Promise<EngineOutput> {
    if (this.running !== undefined) throw new Error('a thread runs one batch at a time');
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
    this.#resolve({ features, logits: features });
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
