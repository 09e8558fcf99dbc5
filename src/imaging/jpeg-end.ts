import { EOI, jpegFrame, jpegSegments, SOF_BASELINE, SOF_PROGRESSIVE, SOS } from './jpeg-segments';

const END = Uint8Array.of(0xff, EOI);
const COEFFICIENTS = 64;

/**
 * Gives a JPEG the end marker that it lacks, where its scans bring all of the picture. Whether the
 * last one is whole shows only in decoding, which must then fail on a warning: libjpeg makes up
 * what is missing before an end marker.
 *
 * @returns undefined for a file that has its end, or lacks more than that
 */
export function withEnd(file: Uint8Array): Uint8Array | undefined {
  // Nearly every file, told without looking through its pixels.
  if (file.at(-2) === END[0] && file.at(-1) === END[1]) return undefined;
  const scans = new ScanLedger();
  for (const { marker, content } of jpegSegments(file)) {
    if (marker === EOI) return undefined;
    if (marker === SOF_BASELINE || marker === SOF_PROGRESSIVE) {
      scans.begin(content, marker === SOF_PROGRESSIVE);
    } else if (marker === SOS) scans.add(content);
  }
  return scans.isComplete ? Buffer.concat([file, END]) : undefined;
}

/** Which parts of the picture the scans have brought. */
class ScanLedger {
  /** Component → the lowest bit that has come of each of its 64 coefficients; undefined for none. */
  readonly #lowestBits = new Map<number, (number | undefined)[]>();
  #isProgressive = false;
  #components = 0;

  begin(frame: Uint8Array, isProgressive: boolean): void {
    this.#isProgressive = isProgressive;
    this.#components = jpegFrame(frame)?.components ?? 0;
  }

  /** @param scan content of an SOS segment (T.81, B.2.3) */
  add(scan: Uint8Array): void {
    const components = scan[0] ?? 0;
    const [first = 0, last = 0, bits = 0] = scan.subarray(1 + 2 * components);
    for (let i = 0; i < components; i++) {
      const id = scan[1 + 2 * i];
      if (id === undefined) return;
      const lowest = this.#lowestBits.get(id) ?? Array<number | undefined>(COEFFICIENTS);
      if (this.#isProgressive) lowest.fill(bits & 15, first, last + 1);
      else lowest.fill(0);
      this.#lowestBits.set(id, lowest);
    }
  }

  get isComplete(): boolean {
    const seen = [...this.#lowestBits.values()];
    const isWhole = seen.every((bits) => Array.from(bits).every((bit) => bit === 0));
    return this.#components > 0 && seen.length === this.#components && isWhole;
  }
}
