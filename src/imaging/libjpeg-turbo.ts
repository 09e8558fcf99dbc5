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

const WASM_FILE = require.resolve('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm');

/**
 * Each failure leaves 16 bytes on the instance's stack of 64 KiB, which then breaks at the 3,991st
 * (measured with 1.2.8); long before that a new instance takes over.
 */
const FAILURES_PER_INSTANCE = 200;

let instance: Promise<LibjpegTurbo | undefined> | undefined;
let failures = 0;

/**
 * Decodes a small JPEG to RGB or grey with libjpeg-turbo, which is also inside sharp, so that both give the
 * same pixels; without sharp's fixed cost.
 *
 * @returns undefined when the file is anything but perfect, also where only a warning is due, and
 * always where WebAssembly cannot run
 */
export async function decodeJpeg(file: Uint8Array): Promise<Raster | undefined> {
  instance ??= start();
  const module = await instance;
  if (module === undefined) return undefined;
  try {
    return decodeWith(module, file);
  } catch (error) {
    // C++ exceptions arrive as bare numbers; anything else, a trap, leaves nothing to rely on.
    failures++;
    const isBroken = typeof error !== 'number';
    if (isBroken || failures % FAILURES_PER_INSTANCE === 0) instance = undefined;
    return undefined;
  }
}

async function start(): Promise<LibjpegTurbo | undefined> {
  try {
    return (await createModule({ locateFile: () => WASM_FILE })) as LibjpegTurbo;
  } catch {
    return undefined;
  }
}

function decodeWith({ JPEGDecoder }: LibjpegTurbo, file: Uint8Array): Raster | undefined {
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
  } finally {
    decoder.delete();
  }
}
