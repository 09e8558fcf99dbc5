import type { RefusedKindName } from '../config/refused-files';
import { brandsOf } from './media-boxes';
import { firstDirectory, TIFF_TAG } from './tiff/tiff-directory';

/* eslint-disable no-control-regex -- control characters tell files of data apart, and from texts */

const HEAD_BYTES = 1024;

/** Signatures at the beginning of a file, as Latin-1. */
const SIGNATURES: readonly (readonly [RegExp, RefusedKindName])[] = [
  [/^%PDF-/, 'pdf'],
  [/^8BPS/, 'psd'],
  [/^gimp xcf/, 'xcf'],
  [/^(?:%!PS|\xc5\xd0\xd3\xc6)/, 'eps'],
  [/^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/, 'office'],
  [/^II\x1a\0\0\0HEAPCCDR/, 'crw'],
  [/^FUJIFILMCCD-RAW/, 'raf'],
  [/^(?:IIRO|IIRS|MMOR)/, 'orf'],
  [/^IIU\0/, 'rw2'],
  [/^\x1a\x45\xdf\xa3/, 'video'], // Matroska, WebM
  [/^RIFF[^]{4}AVI /, 'video'],
  [/^(?:\0\0\x01[\xb3\xba]|FLV\x01|\x30\x26\xb2\x75\x8e\x66\xcf\x11)/, 'video'],
  [/^RIFF[^]{4}WAVE/, 'audio'],
  [/^(?:ID3|OggS|fLaC|\xff[\xf1\xf9\xfb\xf3])/, 'audio'],
  [/^\0\0[\x01\x02]\0[^\0]\0/, 'ico'],
  [/^(?:\0\0\0\x0cjP {2}|\xff\x4f\xff\x51)/, 'jp2'],
  [/^(?:\xff\x0a|\0\0\0\x0cJXL )/, 'jxl'],
  [/^P[1-7]\s/, 'pnm'],
  [/^v\/1\x01/, 'exr'],
  [/^#\?RADIANCE/, 'hdr'],
  [/^DDS /, 'dds'],
  [/^(?:\xd7\xcd\xc6\x9a|\x01\0\0\0[^]{36} EMF)/, 'emf'],
  [/^[^]{128}DICM/, 'dicom'],
  [/^SIMPLE {2}=/, 'fits'],
  [/^(?:PK\x03\x04|PK\x05\x06|\x1f\x8b|7z\xbc\xaf\x27\x1c|Rar!|BZh|\xfd7zXZ)/, 'archive'],
  [/^[^]{257}ustar/, 'archive'],
  [/^version https:\/\/git-lfs/, 'lfs'],
  [/^(?:MZ|\x7fELF)/, 'program'],
];
const SIGNATURE_BYTES = 16;
const CANON_RAW_2 = /^II\*\0[^]{4}CR/;
/** A colour filter array, and raw pixels of which it is undone (DNG). */
const RAW_COLOURS = [32_803, 34_892];
const REDUCED = 1;

/**
 * Names a file that is not taken for a picture, as well as its first bytes tell.
 *
 * @returns undefined for bytes of nothing that people send
 */
export function refusedKind(file: Uint8Array): RefusedKindName | undefined {
  const head = Buffer.from(file.subarray(0, HEAD_BYTES));
  const start = head.toString('latin1');
  const known = SIGNATURES.find(([signature]) => signature.test(start))?.[1];
  if (known !== undefined) return known;
  const brands = brandsOf(file);
  if (brands.length > 0) return brands[0] === 'crx ' ? 'cr3' : 'video';
  return textKind(head);
}

/**
 * A camera's raw file is built like a TIFF, and its first page is at best a small preview of the
 * photograph.
 *
 * @param file that begins like a TIFF
 * @returns undefined for a TIFF
 */
export function cameraRawKind(file: Uint8Array): RefusedKindName | undefined {
  const start = Buffer.from(file.subarray(0, SIGNATURE_BYTES)).toString('latin1');
  if (CANON_RAW_2.test(start)) return 'cr2';
  const directory = firstDirectory(file);
  if (directory === undefined) return undefined;
  const { numbers, texts } = directory;
  if (numbers.has(TIFF_TAG.dngVersion)) return 'dng';
  const isPreview =
    ((numbers.get(TIFF_TAG.subfileType) ?? 0) & REDUCED) !== 0 &&
    numbers.has(TIFF_TAG.subDirectories);
  if (!isPreview && !RAW_COLOURS.includes(numbers.get(TIFF_TAG.photometric) ?? 0)) return undefined;
  const make = texts.get(TIFF_TAG.make)?.toUpperCase() ?? '';
  if (make.startsWith('NIKON')) return 'nef';
  return make.startsWith('SONY') ? 'arw' : 'raw';
}

function textKind(head: Buffer): RefusedKindName | undefined {
  const text = readText(head);
  if (text === undefined) return undefined;
  if (/<svg[\s>]/i.test(text)) return 'svg';
  return /<(?:!doctype html|html|head|body)[\s>]/i.test(text) ? 'html' : 'text';
}

/** UTF-8 or, with its mark, UTF-16; undefined for anything that no text has. */
function readText(head: Buffer): string | undefined {
  const encoding = head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : 'utf-8';
  // The last character may be cut off by the end of the head.
  const text = new TextDecoder(encoding).decode(head, { stream: true });
  return /[\0-\x08\x0e-\x1a\x1c-\x1f\ufffd]/.test(text) ? undefined : text;
}
