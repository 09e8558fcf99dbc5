import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../src/imaging/crc32';

/** An entry of a zip archive put together by hand, so that it can be wrong. */
export interface ZipEntry {
  readonly name: string;
  readonly content?: Uint8Array;
  readonly compress?: boolean;
  /** POSIX mode with the kind of file; 0 for an archive made on Windows. */
  readonly mode?: number;
  /** 1: encrypted */
  readonly flags?: number;
  /** Whether the flag says that the name is UTF-8, which it always is unless `rawName` is given. */
  readonly saysUtf8?: boolean;
  /** The bytes of the name, where they are not those of `name`. */
  readonly rawName?: Buffer;
  /** 0 stored, 8 deflated; by default what it is */
  readonly method?: number;
  /** What the directory claims instead of the truth. */
  readonly claims?: { readonly bytes?: number; readonly crc?: number };
}

const UTF8_NAME = 0x800;
const MADE_ON_UNIX = 3 << 8;

/** A zip archive of these entries, in order. */
export function zipFile(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { content = Buffer.alloc(0), compress = false, mode = 0o100644, flags = 0 } = entry;
    const name = entry.rawName ?? Buffer.from(entry.name);
    const data = compress ? deflateRawSync(content) : Buffer.from(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version needed
    common.writeUInt16LE(entry.saysUtf8 === false ? flags : flags | UTF8_NAME, 2);
    common.writeUInt16LE(entry.method ?? (compress ? 8 : 0), 4);
    common.writeUInt32LE(entry.claims?.crc ?? crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(entry.claims?.bytes ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((mode << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    const madeBy = Buffer.alloc(2);
    madeBy.writeUInt16LE(MADE_ON_UNIX, 0);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), madeBy, common, rest, name]));
    files.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, listing, end]);
}
