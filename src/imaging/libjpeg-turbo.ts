import createModule from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs';
import type { Raster } from './raster';

/** What the WebAssembly build of libjpeg-turbo offers. */
interface LibjpegTurbo {
  readonly JPEGDecoder: new () => JpegDecoder;
}

interface JpegDecoder {
  getEncodedBuffer(sizeBytes: number): Uint8Array;
  decode(): void;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): {
    readonly width: number;
    readonly height: number;
    readonly componentCount: number;
  };
  delete(): void;
}

/**
 * A decoder that failed half-way may hold on to memory inside WebAssembly, which only ever grows;
 * after so many failures the whole instance is replaced.
 */
const FAILURES_PER_INSTANCE = 200;

let instance: Promise<LibjpegTurbo> | undefined;
let failures = 0;

/**
 * Decodes a small JPEG to RGB or grey with libjpeg-turbo, which is also inside sharp, so that both give the
 * same pixels; without sharp's fixed cost.
 *
 * @returns undefined when the file is anything but perfect, also where only a warning is due
 */
export async function decodeJpeg(file: Uint8Array): Promise<Raster | undefined> {
  instance ??= createModule({ locateFile: () => WASM_FILE }) as Promise<LibjpegTurbo>;
  const { JPEGDecoder } = await instance;
  const decoder = new JPEGDecoder();
  try {
    decoder.getEncodedBuffer(file.length).set(file);
    decoder.decode();
    const { width, height, componentCount } = decoder.getFrameInfo();
    // A copy: the decoder's buffer lies in memory that the next image overwrites.
    const data = new Uint8Array(decoder.getDecodedBuffer());
    if (componentCount !== 1 && componentCount !== 3) return undefined;
    if (data.length !== width * height * componentCount) return undefined;
    return { data, width, height, channels: componentCount };
  } catch {
    // What it throws is a bare number; sharp decodes the file again and has a message.
    failures++;
    if (failures % FAILURES_PER_INSTANCE === 0) instance = undefined;
    return undefined;
  } finally {
    decoder.delete();
  }
}

const WASM_FILE = require.resolve('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm');
