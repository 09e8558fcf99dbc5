import { gzipSync } from 'node:zlib';
import { drawing } from '../support/images';
import { pngFile } from '../support/png-file';
import { scanBomb } from '../support/scan-bomb';
import { tarFile } from '../support/tar-file';
import { zipFile } from '../support/zip-file';

/** Files to begin with; what is sent is often one of them with some bytes changed. */
export interface Corpus {
  readonly images: readonly Buffer[];
  readonly archives: readonly Buffer[];
}

export async function makeCorpus(): Promise<Corpus> {
  const picture = drawing({ width: 40, height: 30 });
  const images = await Promise.all([
    picture.clone().png().toBuffer(),
    picture.clone().png({ progressive: true }).toBuffer(),
    picture.clone().png({ palette: true }).toBuffer(),
    picture.clone().jpeg().toBuffer(),
    picture.clone().jpeg({ progressive: true }).toBuffer(),
    picture.clone().webp().toBuffer(),
    picture.clone().gif().toBuffer(),
    picture.clone().tiff().toBuffer(),
    picture.clone().avif({ effort: 0 }).toBuffer(),
    picture.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    drawing({ width: 1, height: 1, channels: 4 }).png().toBuffer(),
    drawing({ width: 900, height: 2, channels: 1 }).png().toBuffer(),
  ]);
  const made = [
    ...images,
    pngFile({ depth: 16, colourType: 6, lines: new Uint8Array(32 * (1 + 32 * 8)) }),
    pngFile({ width: 100_000, height: 100_000, lines: new Uint8Array(10) }),
    scanBomb(),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    Buffer.from('BM'.padEnd(60, '\0')),
  ];
  const [png, jpeg] = [images[0], images[3]];
  const entries = [
    { name: 'Sailboat/a.png', content: png },
    { name: 'Sailboat/b.jpg', content: jpeg },
    { name: '__proto__/c.png', content: png },
    { name: '../../escape/d.png', content: png },
    { name: 'constructor/é.png', content: jpeg },
    { name: 'notes.txt', content: Buffer.from('no picture') },
  ];
  const tar = await tarFile(entries);
  return {
    images: made,
    archives: [
      zipFile(entries),
      zipFile(entries.map((entry) => ({ ...entry, compress: true }))),
      zipFile(entries.map((entry) => ({ ...entry, claims: { bytes: 2 ** 31, crc: 1 } }))),
      zipFile([{ name: 'a/zeros.png', content: Buffer.alloc(5_000_000), compress: true }]),
      zipFile([{ name: 'a/b.png', content: png, flags: 1 }]),
      tar,
      gzipSync(tar),
      gzipSync(Buffer.alloc(5_000_000)),
      await tarFile([{ name: 'a/link.png', type: 'symlink', linkname: '/etc/passwd' }]),
    ],
  };
}
