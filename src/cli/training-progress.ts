import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { TrainingProgress } from '../training/train';

/** Shows a run: a bar through each epoch on a terminal, and a line when the epoch ends. */
export class TrainingProgressView {
  readonly #bars = new MultiBar(
    {
      format:
        'epoch {epoch} {bar} {percentage}% | loss {loss} | {speed} images/s | {eta_formatted} left',
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
    },
    Presets.rect,
  );
  #bar: SingleBar | undefined;

  show(progress: TrainingProgress): void {
    switch (progress.kind) {
      case 'resumed':
        this.#print(`Resuming after epoch ${progress.epoch}.`);
        break;
      case 'step': {
        const about = {
          epoch: progress.epoch,
          loss: progress.loss.toFixed(3),
          speed: progress.imagesPerSecond.toFixed(0),
        };
        this.#bar ??= this.#bars.create(progress.stepsPerEpoch, 0, about);
        this.#bar.update(progress.step, about);
        break;
      }
      case 'epoch':
        this.#endBar();
        this.#print(epochLine(progress));
        break;
    }
  }

  close(): void {
    this.#endBar();
    this.#bars.stop();
  }

  #endBar(): void {
    if (this.#bar === undefined) return;
    this.#bars.remove(this.#bar);
    this.#bar = undefined;
  }

  #print(line: string): void {
    if (process.stderr.isTTY) this.#bars.log(`${line}\n`);
    else console.log(line);
  }
}

function epochLine(progress: TrainingProgress & { kind: 'epoch' }): string {
  const { record, epochs, imagesPerSecond, etaSeconds } = progress;
  const percent = (share: number): string => `${(100 * share).toFixed(2)}%`;
  return (
    `epoch ${record.epoch}/${epochs}  loss ${record.loss.toFixed(3)}  ` +
    `train ${percent(record.accuracy)}  validation ${percent(record.val_accuracy)}  ` +
    `${imagesPerSecond.toFixed(0)} images/s  ${record.seconds.toFixed(0)} s  ` +
    `ETA ${(etaSeconds / 60).toFixed(0)} min`
  );
}
