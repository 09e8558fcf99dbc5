import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** A member of a made-up tar or folder; `link` makes it a symbolic link. */
export interface MadeFile {
  readonly name: string;
  readonly bytes?: Uint8Array;
  readonly link?: string;
}

/** The bytes of a tar with these members, in this order. */
export async function makeTar(files: readonly MadeFile[]): Promise<Buffer> {
  const tar = pack();
  for (const { name, bytes, link } of files) {
    if (link !== undefined) tar.entry({ name, type: 'symlink', linkname: link });
    else tar.entry({ name }, Buffer.from(bytes ?? []));
  }
  tar.finalize();
  return buffer(tar);
}

export async function writeFolder(folder: string, files: readonly MadeFile[]): Promise<string> {
  for (const { name, bytes, link } of files) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await (link === undefined ? writeFile(file, bytes ?? '') : symlink(link, file));
  }
  return folder;
}

/** One image as CIFAR-10's binary files have it. */
export interface MadeRecord {
  readonly label: number;
  /** uint8, [32, 32, 3], RGB */
  readonly pixels: Uint8Array;
}

/** Label byte, red plane, green plane, blue plane. */
export function toRecord({ label, pixels }: MadeRecord): Buffer {
  const planes = [0, 1, 2].flatMap((c) => Array.from(pixels.filter((_, i) => i % 3 === c)));
  return Buffer.from([label, ...planes]);
}

/** CIFAR-10's folder: these records in its first training file, one of each label in the others. */
export function cifarFiles(
  first: readonly MadeRecord[],
  classNames: readonly string[],
): MadeFile[] {
  const oneOfEach = (shade: number): Buffer =>
    Buffer.concat(
      classNames.map((_, label) => toRecord({ label, pixels: new Uint8Array(3072).fill(shade) })),
    );
  const folder = 'cifar-10-batches-bin';
  const data = (n: number): MadeFile => ({
    name: `${folder}/data_batch_${n}.bin`,
    bytes: n === 1 ? Buffer.concat(first.map(toRecord)) : oneOfEach(n),
  });
  return [
    data(1),
    { name: `${folder}/batches.meta.txt`, bytes: Buffer.from(`${classNames.join('\n')}\n\n`) },
    ...[3, 4].map(data),
    { name: `${folder}/test_batch.bin`, bytes: oneOfEach(100) },
    { name: `${folder}/readme.html`, bytes: Buffer.from('<html></html>') },
    ...[5, 2].map(data),
  ];
}

/** `cifar-10-binary.tar.gz`, its members in the order of the official one. */
export async function cifarArchive(files: readonly MadeFile[]): Promise<Buffer> {
  return gzipSync(await makeTar(files), { level: 1 });
}
