import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ModelCard } from '../../../src/registry/card';
import { BrokenVersionError } from '../../../src/registry/errors';
import { openVersion } from '../../../src/registry/open-version';
import type { ModelVersion } from '../../../src/registry/version';
import { TINY_CLASSES, tinyHead, writeTinyVersion } from '../../support/tiny-version';
import { useModelFolder } from './model-folder';

describe('openVersion', () => {
  const modelDir = useModelFolder();
  let version: ModelVersion;
  beforeEach(async () => {
    version = await writeTinyVersion(modelDir());
  });

  /** What is said of the version, after a check that it gives no path away. */
  const complaint = async (folder = version.folder): Promise<string> => {
    const error: unknown = await openVersion(folder).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BrokenVersionError);
    const { message } = error as BrokenVersionError;
    expect(message).not.toContain(modelDir());
    return message;
  };
  const editCard = async (edit: (card: ModelCard) => object): Promise<void> => {
    const file = path.join(version.folder, 'card.json');
    const card = JSON.parse(await readFile(file, 'utf8')) as ModelCard;
    await writeFile(file, JSON.stringify(edit(card)));
  };

  it('gives the card, the head and where the graphs are', async () => {
    const opened = await openVersion(version.folder);
    expect(opened.name).toBe('tiny');
    expect(opened.card.class_names).toEqual(TINY_CLASSES);
    expect(opened.head).toEqual(tinyHead());
    expect(opened.onnxFile).toBe(path.join(modelDir(), 'tiny', 'model.onnx'));
    expect(opened.tfjsFile).toBe(path.join(modelDir(), 'tiny', 'model.json'));
  });

  it.each(['model.onnx', 'model.json', 'weights.bin', 'head.bin', 'head.json'])(
    'refuses a version whose %s has changed by one byte',
    async (name) => {
      const file = path.join(version.folder, name);
      const bytes = await readFile(file);
      bytes[bytes.length >> 1]! ^= 1;
      await writeFile(file, bytes);
      expect(await complaint()).toBe(
        `Model version "tiny" is broken: ${name} has changed since it was written`,
      );
    },
  );

  it('refuses a version with a file missing', async () => {
    await rm(version.onnxFile);
    expect(await complaint()).toContain('model.onnx is missing');
  });

  it('refuses a folder without a card', async () => {
    await rm(path.join(version.folder, 'card.json'));
    expect(await complaint()).toContain('card.json cannot be read');
  });

  it('refuses a card that is not JSON', async () => {
    await writeFile(path.join(version.folder, 'card.json'), '{"format": 1,');
    expect(await complaint()).toContain('card.json is not JSON');
  });

  it('refuses a card that does not fit its schema, naming the field', async () => {
    await editCard((card) => ({ ...card, class_names: 'Red' }));
    expect(await complaint()).toContain('class_names');
  });

  it('refuses a card that does not list what a version needs', async () => {
    await editCard((card) => ({ ...card, files: { ...card.files, 'head.bin': undefined } }));
    expect(await complaint()).toContain('does not list head.bin');
  });

  it('refuses a card that lists a file outside the folder', async () => {
    await editCard((card) => ({ ...card, files: { ...card.files, '../other': '0' } }));
    expect(await complaint()).toContain('"../other", not a file');
  });

  it('refuses a version in a folder of another name', async () => {
    const folder = path.join(modelDir(), 'renamed');
    await rename(version.folder, folder);
    expect(await complaint(folder)).toContain('its card is that of "tiny"');
  });

  it('refuses a head that does not fit the class names', async () => {
    await editCard((card) => ({ ...card, class_names: [...TINY_CLASSES, 'Grey'] }));
    expect(await complaint()).toContain('its head has 3 classes and its card 4 class names');
  });
});
