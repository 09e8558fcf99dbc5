/** A box of an ISO base media file, with where it lies. */
interface Box {
  readonly type: string;
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

/**
 * Makes a HEIC say that its main picture is to be turned or mirrored, as telephones do: a property
 * behind the others, and its number with those of the picture (ISO/IEC 23008-12, 6.5.10 and 6.5.12).
 *
 * @param type `irot` turns anticlockwise, `value` times 90 degrees; `imir` mirrors
 */
export function withTransform(file: Buffer, type: 'irot' | 'imir', value: number): Buffer {
  const meta = find(boxes(file, 0, file.length), 'meta');
  const inMeta = boxes(file, meta.content + 4, meta.end);
  const iprp = find(inMeta, 'iprp');
  const [ipco, ipma] = ['ipco', 'ipma'].map((name) =>
    find(boxes(file, iprp.content, iprp.end), name),
  );
  const properties = boxes(file, ipco!.content, ipco!.end).length;
  const property = Buffer.concat([Buffer.of(0, 0, 0, 9), Buffer.from(type), Buffer.of(value)]);
  // ipma of version 0, one byte a number: the first entry is the main picture.
  const countAt = ipma!.content + 4 + 4 + 2;
  const count = file[countAt]!;
  const added = property.length + 1;
  const out = Buffer.concat([
    file.subarray(0, ipco!.end),
    property,
    file.subarray(ipco!.end, countAt + 1 + count),
    Buffer.of(0x80 | (properties + 1)),
    file.subarray(countAt + 1 + count),
  ]);
  out[countAt + property.length] = count + 1;
  grow(out, meta.start, added);
  grow(out, iprp.start, added);
  grow(out, ipco!.start, property.length);
  grow(out, ipma!.start + property.length, 1);
  moveData(out, find(inMeta, 'iloc'), added);
  return out;
}

function boxes(file: Buffer, start: number, end: number): Box[] {
  const found: Box[] = [];
  for (let at = start; at < end; at = found.at(-1)!.end) {
    const bytes = file.readUInt32BE(at);
    found.push({
      type: file.toString('latin1', at + 4, at + 8),
      start: at,
      content: at + 8,
      end: at + bytes,
    });
  }
  return found;
}

function find(all: readonly Box[], type: string): Box {
  const box = all.find((other) => other.type === type);
  if (box === undefined) throw new Error(`there is no box ${type}`);
  return box;
}

function grow(file: Buffer, start: number, bytes: number): void {
  file.writeUInt32BE(file.readUInt32BE(start) + bytes, start);
}

/** Where the data lie changes with what is put in front of them: version 0, base offsets of 4 bytes. */
function moveData(file: Buffer, { content }: Box, bytes: number): void {
  if (file.readUInt32BE(content) !== 0 || file.readUInt16BE(content + 4) !== 0x4440) {
    throw new Error('the places are written in another way');
  }
  const items = file.readUInt16BE(content + 6);
  let at = content + 8;
  for (let item = 0; item < items; item++) {
    file.writeUInt32BE(file.readUInt32BE(at + 4) + bytes, at + 4);
    at += 10 + 8 * file.readUInt16BE(at + 8);
  }
}
