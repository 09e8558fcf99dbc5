import path from 'node:path';
import type { InputSpec } from '../../src/config/input-spec';
import { openVersion } from '../../src/registry/open-version';
import type { ModelVersion } from '../../src/registry/version';
import { SHIPPED_MODELS } from './model-folder';
import { PHOTO_INPUT, writePhotoVersion } from './photo-version';
import { writeTaughtVersion } from './taught-version';

type WriteVersion = (modelDir: string) => Promise<ModelVersion>;

const onPhotos =
  (changes: Partial<InputSpec> = {}): WriteVersion =>
  (modelDir) =>
    writePhotoVersion(modelDir, { input: { ...PHOTO_INPUT, ...changes } });

const taught: WriteVersion = async (modelDir) =>
  writeTaughtVersion(modelDir, await openVersion(path.join(SHIPPED_MODELS, 'cifar10-small-2')));

/** Versions whose code differs: of CIFAR's family, and one for each way of fitting a picture. */
export const EXPORTED_VERSIONS: readonly (readonly [string, WriteVersion])[] = [
  ['a version of CIFAR-10 that was taught a class', taught],
  ['one that covers its input and crops', onPhotos()],
  ['one that covers its input', onPhotos({ crop: 1 })],
  ['one that shows all with bars', onPhotos({ crop: 1, fit: 'contain', kernel: 'lanczos' })],
  ['one that stretches', onPhotos({ crop: 1, fit: 'stretch', kernel: 'triangle' })],
];
