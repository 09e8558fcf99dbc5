import { readFileSync } from 'node:fs';
import createModule from 'libheif-js/libheif-wasm/libheif.js';
import type { ImageLimits } from '../decoded-image';
import { ImageError, refuseTooLarge } from '../image-error';
import type { Raster } from '../raster';

/** What is used of the C interface of libheif (libheif/heif.h), compiled to WebAssembly. */
interface Libheif {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU32: Uint32Array;
  readonly _malloc: (bytes: number) => number;
  readonly _free: (pointer: number) => void;
  _heif_context_alloc(): number;
  _heif_context_free(context: number): void;
  _heif_context_get_security_limits(context: number): number;
  _heif_context_read_from_memory_without_copy(
    error: number,
    context: number,
    memory: number,
    bytes: number,
    options: number,
  ): void;
  _heif_context_get_primary_image_handle(error: number, context: number, handle: number): void;
  _heif_image_handle_get_width(handle: number): number;
  _heif_image_handle_get_height(handle: number): number;
  _heif_image_handle_has_alpha_channel(handle: number): number;
  _heif_image_handle_is_premultiplied_alpha(handle: number): number;
  _heif_image_handle_get_raw_color_profile_size(handle: number): number;
  _heif_image_handle_get_raw_color_profile(error: number, handle: number, profile: number): void;
  _heif_image_handle_release(handle: number): void;
  _heif_decode_image(
    error: number,
    handle: number,
    image: number,
    colours: number,
    chroma: number,
    options: number,
  ): void;
  _heif_image_get_plane_readonly(image: number, channel: number, stride: number): number;
  _heif_image_get_primary_width(image: number): number;
  _heif_image_get_primary_height(image: number): number;
  _heif_image_release(image: number): void;
}

/** enum heif_colorspace, heif_chroma and heif_channel */
const RGB = 1;
const INTERLEAVED_RGB = 10;
const INTERLEAVED_RGBA = 11;
const INTERLEAVED = 10;
/** enum heif_error_code and heif_suberror_code */
const PLUGIN_LOADING_ERROR = 11;
const UNSUPPORTED_FEATURE = 4;
const UNSUPPORTED_FILE_TYPE = 3;
const SECURITY_LIMIT_EXCEEDED = 1000;

/** struct heif_error: code, sub-code, message */
const ERROR_BYTES = 12;
/** struct heif_security_limits, in 4-byte words: 64-bit numbers take two. */
const LIMIT = { pixels: 2, blockBytes: 10, totalBytes: 16 } as const;
/** The planes, the same in RGB, and what the decoder keeps for itself. */
const BYTES_PER_PIXEL = 16;
const SPARE_BYTES = 64 * 1024 * 1024;
/** What WebAssembly can address here. */
const MAX_BYTES = 2 ** 31;

/** What libheif says of a picture before it decodes it. */
export interface HeicShape extends Pick<Raster, 'width' | 'height' | 'channels'> {
  /** The colour profile that the file carries. */
  readonly icc: Uint8Array | undefined;
}

/**
 * A decoder of HEIC, in an instance of WebAssembly of its own, whose memory grows with the largest
 * picture and is given back only with the thread that it runs on.
 */
export class HeicDecoder {
  readonly #libheif: Libheif;

  constructor() {
    const wasm = readFileSync(require.resolve('libheif-js/libheif-wasm/libheif.wasm'));
    const silence = (): void => undefined;
    this.#libheif = createModule({
      wasmBinary: wasm,
      print: silence,
      printErr: silence,
    }) as Libheif;
  }

  /**
   * Decodes the main picture of a file, turned and mirrored as the file says.
   *
   * @param allocate where the pixels go: uint8, [height, width, channels]
   * @throws {ImageError} IMAGE_TOO_LARGE, CORRUPT_IMAGE, or UNSUPPORTED_IMAGE for another compression
   */
  decode(
    file: Uint8Array,
    limits: Pick<ImageLimits, 'maxPixels'>,
    allocate: (shape: HeicShape) => Uint8Array,
  ): HeicShape {
    const { _malloc: take, _free: giveBack } = this.#libheif;
    const memory = take(file.length);
    const scratch = take(ERROR_BYTES + 4);
    if (memory === 0 || scratch === 0) throw new Error('libheif has no memory for the file');
    const context = this.#libheif._heif_context_alloc();
    try {
      this.#libheif.HEAPU8.set(file, memory);
      this.#limit(context, limits);
      this.#libheif._heif_context_read_from_memory_without_copy(
        scratch,
        context,
        memory,
        file.length,
        0,
      );
      this.#check(scratch, limits);
      return this.#decodePrimary(context, scratch, limits, allocate);
    } finally {
      this.#libheif._heif_context_free(context);
      giveBack(scratch);
      giveBack(memory);
    }
  }

  #decodePrimary(
    context: number,
    scratch: number,
    limits: Pick<ImageLimits, 'maxPixels'>,
    allocate: (shape: HeicShape) => Uint8Array,
  ): HeicShape {
    const result = scratch + ERROR_BYTES;
    this.#libheif._heif_context_get_primary_image_handle(scratch, context, result);
    this.#check(scratch, limits);
    const handle = this.#word(result);
    try {
      const width = this.#libheif._heif_image_handle_get_width(handle);
      const height = this.#libheif._heif_image_handle_get_height(handle);
      refuseTooLarge(width, height, limits);
      const channels = this.#libheif._heif_image_handle_has_alpha_channel(handle) === 0 ? 3 : 4;
      const shape = { width, height, channels, icc: this.#profileOf(handle, scratch) } as const;
      const chroma = channels === 3 ? INTERLEAVED_RGB : INTERLEAVED_RGBA;
      this.#libheif._heif_decode_image(scratch, handle, result, RGB, chroma, 0);
      this.#check(scratch, limits);
      const image = this.#word(result);
      try {
        const pixels = allocate(shape);
        this.#copy(image, shape, result, pixels);
        const isPremultiplied =
          this.#libheif._heif_image_handle_is_premultiplied_alpha(handle) !== 0;
        if (channels === 4 && isPremultiplied) undoPremultiplication(pixels);
        return shape;
      } finally {
        this.#libheif._heif_image_release(image);
      }
    } finally {
      this.#libheif._heif_image_handle_release(handle);
    }
  }

  /** libheif's own limits hold for the parts of a picture and for the video inside, too. */
  #limit(context: number, { maxPixels }: Pick<ImageLimits, 'maxPixels'>): void {
    const limits = this.#libheif._heif_context_get_security_limits(context);
    const bytes = Math.min(MAX_BYTES, maxPixels * BYTES_PER_PIXEL + SPARE_BYTES);
    const values = [
      [LIMIT.pixels, maxPixels],
      [LIMIT.blockBytes, bytes],
      [LIMIT.totalBytes, bytes],
    ] as const;
    for (const [place, value] of values) {
      this.#libheif.HEAPU32[limits / 4 + place] = value % 2 ** 32;
      this.#libheif.HEAPU32[limits / 4 + place + 1] = Math.floor(value / 2 ** 32);
    }
  }

  #profileOf(handle: number, scratch: number): Uint8Array | undefined {
    const bytes = this.#libheif._heif_image_handle_get_raw_color_profile_size(handle);
    if (bytes === 0) return undefined;
    const profile = this.#libheif._malloc(bytes);
    try {
      this.#libheif._heif_image_handle_get_raw_color_profile(scratch, handle, profile);
      if (this.#word(scratch) !== 0) return undefined;
      return this.#libheif.HEAPU8.slice(profile, profile + bytes);
    } finally {
      this.#libheif._free(profile);
    }
  }

  #copy(image: number, shape: HeicShape, scratch: number, pixels: Uint8Array): void {
    const { width, height, channels } = shape;
    const plane = this.#libheif._heif_image_get_plane_readonly(image, INTERLEAVED, scratch);
    const stride = this.#word(scratch);
    const isWhole =
      plane !== 0 &&
      this.#libheif._heif_image_get_primary_width(image) === width &&
      this.#libheif._heif_image_get_primary_height(image) === height;
    if (!isWhole) throw damaged();
    const rowBytes = width * channels;
    for (let y = 0; y < height; y++) {
      const from = plane + y * stride;
      pixels.set(this.#libheif.HEAPU8.subarray(from, from + rowBytes), y * rowBytes);
    }
  }

  #word(pointer: number): number {
    return this.#libheif.HEAPU32[pointer / 4]!;
  }

  #check(error: number, { maxPixels }: Pick<ImageLimits, 'maxPixels'>): void {
    const [code, subCode] = [this.#word(error), this.#word(error + 4)];
    if (code === 0) return;
    if (subCode === SECURITY_LIMIT_EXCEEDED) {
      throw new ImageError(
        'IMAGE_TOO_LARGE',
        `The image has parts of more than ${maxPixels} pixels, or more of them than are accepted.`,
      );
    }
    if ([PLUGIN_LOADING_ERROR, UNSUPPORTED_FEATURE, UNSUPPORTED_FILE_TYPE].includes(code)) {
      throw new ImageError(
        'UNSUPPORTED_IMAGE',
        'The HEIF file is compressed in a way that cannot be read. Save it as JPEG.',
      );
    }
    throw damaged();
  }
}

function damaged(): ImageError {
  return new ImageError('CORRUPT_IMAGE', 'The image is damaged or cut off.');
}

/** @param pixels uint8, [n, 4]: colours times alpha become colours */
function undoPremultiplication(pixels: Uint8Array): void {
  for (let i = 0; i < pixels.length; i += 4) {
    const alpha = pixels[i + 3]!;
    if (alpha === 0 || alpha === 255) continue;
    for (let c = 0; c < 3; c++) {
      pixels[i + c] = Math.min(255, Math.round((pixels[i + c]! * 255) / alpha));
    }
  }
}
