import { parentPort } from 'node:worker_threads';
import { decodeBmp } from '../bmp/decode-bmp';
import { ImageError } from '../image-error';
import { decodeJpeg } from '../libjpeg-turbo';
import { plainTiff, type PlainTiff, type PlainTiffOptions } from '../tiff/plain-tiff';
import { HeicDecoder } from '../heic/decode-heic';
import type { DecoderAnswer, DecoderCall } from './decoder-messages';

const port = parentPort!;
let heicDecoder: HeicDecoder | undefined;

port.on('message', (call: DecoderCall) => {
  void answer(call).then((reply) => {
    port.postMessage(reply, reply.kind === 'picture' ? [reply.file.buffer] : []);
  });
});

async function answer(call: DecoderCall): Promise<DecoderAnswer> {
  try {
    if (call.kind === 'whole-jpeg') {
      return { kind: 'is-whole', isWhole: (await decodeJpeg(call.file)) !== undefined };
    }
    return { kind: 'picture', file: decode(call) };
  } catch (error) {
    if (error instanceof ImageError) {
      return { kind: 'refused', code: error.code, message: error.message };
    }
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

function decode(call: DecoderCall): Uint8Array<ArrayBuffer> {
  let tiff: PlainTiff | undefined;
  const allocate = ({ icc, ...shape }: PlainTiffOptions): Uint8Array => {
    tiff = plainTiff({ ...shape, icc: icc ?? call.profile });
    return tiff.pixels;
  };
  if (call.kind === 'bmp') {
    decodeBmp(call.file, call, allocate);
  } else {
    // Made by the first HEIC: it is 1.4 MB of WebAssembly that most services never need.
    heicDecoder ??= new HeicDecoder();
    heicDecoder.decode(call.file, call, allocate);
  }
  if (tiff === undefined) throw new Error('a picture was decoded to nowhere');
  return tiff.file;
}
