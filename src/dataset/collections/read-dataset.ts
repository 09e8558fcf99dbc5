import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { DatasetError, type Dataset, type ReadOptions, type Split } from './dataset';
import { decodeFiles, type DecodedFiles } from './decode-files';
import {
  CIFAR_ARCHIVE,
  CIFAR_FOLDER,
  isCifarFolder,
  readCifarArchive,
  readCifarFolder,
} from './read-cifar-binary';
import { filesOfFolder } from './read-folder';
import { filesOfTar } from './read-tar';

/**
 * Reads one part of a data set: CIFAR-10's binary archive or its unpacked folder (or a folder
 * that holds either), or a folder or tar of `<class>/<image>` or `<split>/<class>/<image>` files.
 *
 * @throws {DatasetError} when there is nothing usable, a label is no class, or a class has no image
 *
 * @example
 * const data = await readDataset('data', 'train', { classNames: CIFAR10_CLASSES });
 */
export async function readDataset(
  source: string,
  split: Split,
  options: ReadOptions,
): Promise<Dataset> {
  const { decoded, kind } = await readSource(source, split, options);
  const { images, labels, skipped, scaled } = decoded;
  const { classNames } = options;
  const present = new Set(labels);
  const missing = classNames.filter((_, index) => !present.has(index));
  if (missing.length > 0) {
    throw new DatasetError(`the ${split} data has no image of ${missing.join(', ')}`);
  }
  const fingerprint = createHash('sha256').update(images).update(labels).digest('hex');
  return {
    images,
    labels,
    count: labels.length,
    classNames,
    fingerprint,
    skipped,
    scaled,
    description: `${labels.length} ${split} images of ${classNames.length} classes from ${kind}`,
  };
}

async function readSource(
  source: string,
  split: Split,
  options: ReadOptions,
): Promise<{ decoded: DecodedFiles; kind: string }> {
  const name = path.basename(source);
  const found = await stat(source).catch((cause: unknown) => {
    throw new DatasetError(
      `${source} does not exist; \`npm run data:download\` fetches CIFAR-10, or name a data set with --data`,
      { cause },
    );
  });
  if (found.isDirectory()) {
    for (const folder of [source, path.join(source, CIFAR_FOLDER)]) {
      if (await isCifarFolder(folder)) {
        return { decoded: await readCifarFolder(folder, split, options), kind: CIFAR_KIND };
      }
    }
    const archive = path.join(source, CIFAR_ARCHIVE);
    if (
      await stat(archive).then(
        () => true,
        () => false,
      )
    ) {
      return { decoded: await readCifarArchive(archive, split, options), kind: CIFAR_KIND };
    }
    const decoded = await decodeFiles(await filesOfFolder(source, split), options);
    return { decoded, kind: `the folder ${name}` };
  }
  if (name === CIFAR_ARCHIVE) {
    return { decoded: await readCifarArchive(source, split, options), kind: CIFAR_KIND };
  }
  if (!/\.(tar|tgz|tar\.gz)$/.test(name)) {
    throw new DatasetError(`${source} is neither a folder nor a tar archive`);
  }
  return { decoded: await decodeFiles(filesOfTar(source, split), options), kind: name };
}

/** Whether a data set is CIFAR-10 as it is published. */
export async function isCifarSource(source: string): Promise<boolean> {
  if (path.basename(source) === CIFAR_ARCHIVE) return true;
  const folders = [source, path.join(source, CIFAR_FOLDER)];
  if ((await Promise.all(folders.map(isCifarFolder))).includes(true)) return true;
  return stat(path.join(source, CIFAR_ARCHIVE)).then(
    () => true,
    () => false,
  );
}

const CIFAR_KIND = 'the CIFAR-10 binary archive';
