import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { checkFile, type Checksum } from './checksum';
import { download } from './download';
import type { DownloadOptions } from './download-options';
import { CIFAR_ARCHIVE, CIFAR_FILES, CIFAR_FOLDER } from './read-cifar-binary';
import { unpackCifar } from './unpack-cifar';

/** Where CIFAR-10's authors publish it (https://www.cs.toronto.edu/~kriz/cifar.html). */
export const CIFAR_URL = `https://www.cs.toronto.edu/~kriz/${CIFAR_ARCHIVE}`;
/** As published there; the archive has 170,052,171 bytes. */
export const CIFAR_CHECKSUM: Checksum = {
  algorithm: 'md5',
  digest: 'c32a1d4ab5d03f1284b67883e8d87530',
};
const MAX_ARCHIVE_BYTES = 512 * 1024 * 1024;

export interface FetchOptions extends Pick<DownloadOptions, 'onProgress' | 'signal' | 'pause'> {
  readonly url: URL;
  readonly folder: string;
  readonly checksum: Checksum;
}

/** What had to be done, and where the files are. */
export interface FetchedCifar {
  readonly done: 'nothing' | 'unpacked' | 'downloaded';
  readonly folder: string;
}

/**
 * Sees to it that `<folder>/cifar-10-batches-bin` is there: unpacks the archive in `folder`, and
 * downloads that first if need be. Does nothing when all is there.
 *
 * @throws {DownloadError} when it cannot be downloaded or is another file
 * @throws {DatasetError} when the archive holds what it should not
 */
export async function fetchCifar(options: FetchOptions): Promise<FetchedCifar> {
  const { folder, checksum } = options;
  const target = path.join(folder, CIFAR_FOLDER);
  const files = CIFAR_FILES.map((name) => path.join(target, name));
  if ((await Promise.all(files.map(exists))).every(Boolean)) {
    return { done: 'nothing', folder: target };
  }
  await mkdir(folder, { recursive: true });
  const archive = path.join(folder, CIFAR_ARCHIVE);
  const isThere = await exists(archive);
  if (isThere) await checkFile(archive, checksum);
  else await download({ ...options, file: archive, maxBytes: MAX_ARCHIVE_BYTES });
  await unpackCifar(archive, folder);
  return { done: isThere ? 'unpacked' : 'downloaded', folder: target };
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
