import { Presets, SingleBar } from 'cli-progress';

const MEGABYTE = 1e6;

/** Shows how far a download is, once it has begun. */
export class DownloadBar {
  readonly #bar = new SingleBar(
    {
      format: 'downloading {bar} {percentage}% of {total} MB, {eta_formatted} left',
      formatValue: (value, _, kind) =>
        String(kind === 'total' ? Math.round(value / MEGABYTE) : value),
      hideCursor: true,
      stream: process.stderr,
    },
    Presets.rect,
  );

  update(doneBytes: number, totalBytes: number | undefined): void {
    if (!this.#bar.isActive) this.#bar.start(totalBytes ?? doneBytes, doneBytes);
    this.#bar.setTotal(totalBytes ?? doneBytes);
    this.#bar.update(doneBytes);
  }

  stop(): void {
    this.#bar.stop();
  }
}
