/** "RIFF", the bytes that follow, "WEBP". */
const HEADER_BYTES = 12;
const SIZE_AT = 4;
const CHUNK_HEADER_BYTES = 8;

/**
 * What is looked at of a WebP, each once: the picture or the first frame, its transparency, colour
 * profile and EXIF. `ANIM` belongs to frames.
 */
const NEEDED_ONCE = new Set(
  ['VP8X', 'ICCP', 'ANIM', 'ANMF', 'ALPH', 'VP8 ', 'VP8L', 'EXIF'].map(typeCode),
);

/**
 * A WebP of its first frame alone. libwebp lists all frames before it decodes one, in a time that
 * grows with the square of their number: 80,000 in 16 MB take half a minute. Chunks that no picture
 * needs are left out as well.
 *
 * @returns the file itself where nothing is to be left out
 */
export function firstWebpFrame(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < HEADER_BYTES) return file;
  const announcedBytes = view.getUint32(SIZE_AT, true);
  const fileEnd = Math.min(file.length, SIZE_AT + 4 + announcedBytes);
  const seen = new Set<number>();
  const kept: Uint8Array[] = [];
  let droppedBytes = 0;
  let at = HEADER_BYTES;
  while (at + CHUNK_HEADER_BYTES <= fileEnd) {
    const type = view.getUint32(at, true);
    const sizeBytes = view.getUint32(at + 4, true);
    const end = Math.min(fileEnd, at + CHUNK_HEADER_BYTES + sizeBytes + (sizeBytes & 1));
    if (NEEDED_ONCE.has(type) && !seen.has(type)) {
      seen.add(type);
      kept.push(file.subarray(at, end));
    } else {
      droppedBytes += end - at;
    }
    at = end;
  }
  if (droppedBytes === 0) return file;
  const header = Buffer.from(file.subarray(0, HEADER_BYTES));
  // A file that breaks off lacks as many bytes as before, so that libwebp refuses it as before.
  header.writeUInt32LE(announcedBytes - droppedBytes, SIZE_AT);
  return Buffer.concat([header, ...kept, file.subarray(at, fileEnd)]);
}

function typeCode(letters: string): number {
  return Buffer.from(letters, 'latin1').readUInt32LE();
}
