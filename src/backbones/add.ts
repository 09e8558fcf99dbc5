import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { sweepDrafts } from '../registry/sweep-drafts';
import { BACKBONE_FILES, type Backbone } from './backbone';
import { BackboneError } from './backbone-error';
import type { BackboneCard } from './card';
import type { Conversion } from './convert/conversion';
import { convertApart } from './convert/convert-apart';
import type { GraphOptions } from './onnx/build-graph';
import { readConfigsBeside } from './preprocessing/read-beside';
import { checkFreeName, writeBackbone } from './write-backbone';

export interface AddOptions extends Pick<GraphOptions, 'preprocessing' | 'layout' | 'features'> {
  /** Of the backbone; by default it is made from the source. */
  readonly name?: string | undefined;
  /** Under which the weights may be used, where the source does not say. */
  readonly licence?: string | undefined;
  /** What the file is called, where it lies under another name. */
  readonly fileName?: string | undefined;
}

/** How far it is; bytes are those of a download. */
export type AddProgress =
  | {
      readonly stage: 'downloading';
      readonly file: string;
      readonly doneBytes: number;
      readonly totalBytes: number | undefined;
    }
  | { readonly stage: 'converting' }
  | { readonly stage: 'writing' };

export interface AddParts {
  /** The folder of backbones, which is made where there is none. */
  readonly dir: string;
  readonly onProgress?: ((progress: AddProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly now?: (() => Date) | undefined;
}

export interface AddedBackbone {
  readonly backbone: Backbone;
  /**
   * Where it comes from a Teachable Machine export: its classes as they were typed there, and its
   * head on the features of the backbone, which answers as it did there.
   */
  readonly teachableMachine: Conversion['teachableMachine'];
}

/**
 * Makes a backbone of a network and writes it.
 *
 * @param source path of an ONNX file or of the zip of a Teachable Machine export
 * @throws {BackboneError} with one line that says what is wrong
 *
 * @example
 * const { backbone } = await addBackbone('mobilenetv2.onnx', {}, { dir: 'models/backbones' });
 */
export async function addBackbone(
  source: string,
  options: AddOptions,
  parts: AddParts,
): Promise<AddedBackbone> {
  const fileName = options.fileName ?? path.basename(source);
  const name = options.name ?? nameFrom(fileName);
  checkFreeName(parts.dir, name);
  const read = await readConfigsBeside(source);
  const { preprocessing, layout, features } = options;
  return inScratchFolder(parts, async (into) => {
    parts.onProgress?.({ stage: 'converting' });
    const task = { file: source, options: { preprocessing, read, layout, features }, into };
    const conversion = await convertApart(task, { signal: parts.signal });
    parts.onProgress?.({ stage: 'writing' });
    const { teachableMachine } = conversion;
    const backbone = await writeConverted(into, conversion, parts, {
      name,
      source: {
        kind: teachableMachine === null ? 'file' : 'teachable-machine',
        location: fileName,
        commit: null,
        sha256: conversion.sha256,
        trusted: 'first-use',
      },
      licence: options.licence ?? null,
      description:
        teachableMachine === null
          ? `The network in ${fileName}.`
          : `The network of the Teachable Machine export ${fileName}.`,
    });
    return { backbone, teachableMachine };
  });
}

type Origin = Pick<BackboneCard, 'name' | 'source' | 'licence' | 'description'>;

async function writeConverted(
  folder: string,
  conversion: Conversion,
  { dir, now = () => new Date() }: AddParts,
  origin: Origin,
): Promise<Backbone> {
  const { onnx, onnxInt8 } = BACKBONE_FILES;
  return writeBackbone(
    dir,
    { format: 1, created_at: now().toISOString(), ...origin, ...conversion },
    {
      onnx: await readFile(path.join(folder, onnx)),
      onnxInt8: conversion.int8 === null ? null : await readFile(path.join(folder, onnxInt8)),
    },
  );
}

/** Gives a task a folder beside the backbones, where what it writes can be moved and is swept. */
async function inScratchFolder<T>(
  { dir, now = () => new Date() }: AddParts,
  task: (folder: string) => Promise<T>,
): Promise<T> {
  let folder: string;
  try {
    await mkdir(dir, { recursive: true });
    await sweepDrafts(dir, now());
    folder = await mkdtemp(path.join(dir, '.adding-'));
  } catch (cause) {
    throw new BackboneError(
      `The folder of backbones cannot be written: ${(cause as Error).message}.`,
      {
        cause,
        problem: 'storage',
      },
    );
  }
  try {
    return await task(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const LONGEST_NAME = 64;

/** A name that a backbone can have, made from that of a file. */
function nameFrom(fileName: string): string {
  const name = fileName
    .toLowerCase()
    .replace(/\.[a-z0-9]{1,5}$/, '')
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, LONGEST_NAME);
  if (name !== '') return name;
  throw new BackboneError('No name can be made from that of the file: give one.');
}
