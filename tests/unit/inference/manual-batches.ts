/** A batch that was given to be run and is waiting for the test to say how it went. */
export interface ManualBatch {
  readonly items: readonly number[];
  /** Gives each item its result: the item as text. */
  succeed(): void;
  fail(reason: Error): void;
}

/** The `run` of a batcher, in the hands of a test. */
export class ManualBatches {
  /** Batches that are running, oldest first. */
  readonly running: ManualBatch[] = [];
  /** What every batch so far was given, in order. */
  readonly started: (readonly number[])[] = [];

  readonly run = (items: readonly number[]): Promise<readonly string[]> => {
    this.started.push(items);
    return new Promise((resolve, reject) => {
      const end = (): void => void this.running.splice(this.running.indexOf(batch), 1);
      const batch: ManualBatch = {
        items,
        succeed() {
          end();
          resolve(items.map(String));
        },
        fail(reason) {
          end();
          reject(reason);
        },
      };
      this.running.push(batch);
    });
  };
}
