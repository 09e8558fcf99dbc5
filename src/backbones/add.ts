import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { makeDraft } from '../registry/drafts';
import { sweepDrafts } from '../registry/sweep-drafts';
import { BACKBONE_FILES, type Backbone } from './backbone';
import { BackboneError } from './backbone-error';
import { diskProblem } from './disk-problem';
import type { BackboneCard } from './card';
import type { Conversion } from './convert/conversion';
import { convertApart } from './convert/convert-apart';
import type { GraphOptions } from './onnx/build-graph';
import {
  downloadsOff,
  fetchSource,
  noSuchFile,
  type Downloads,
  type FetchedSource,
} from './fetch-source';
import { parseSource, type BackboneSource } from './source';
import { checkFreeName, writeBackbone } from './write-backbone';

export interface AddOptions extends Pick<GraphOptions, 'preprocessing' | 'layout' | 'features'> {
  /** What the backbone is called; by default that is made from the source. */
  readonly name?: string | undefined;
  /** Under which the weights may be used, where the source does not say. */
  readonly licence?: string | undefined;
  /** What the file is called, where it lies under another name. */
  readonly fileName?: string | undefined;
  /** SHA-256 that the file must have, in hexadecimal. */
  readonly sha256?: string | undefined;
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
  /** How networks are downloaded; null, or left out, where only files are added. */
  readonly downloads?: Downloads | undefined;
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
 * @param source a name of the catalogue, `hf:<owner>/<repository>/<path>@<commit>`, or the path of
 *   an ONNX file or of the zip of a Teachable Machine export
 * @throws {BackboneError} with one line that says what is wrong
 * @throws the signal's reason when it is aborted
 *
 * @example
 * const { backbone } = await addBackbone('mobilenetv2.onnx', {}, { dir: 'models/backbones' });
 */
export async function addBackbone(
  source: string,
  options: AddOptions,
  parts: AddParts,
): Promise<AddedBackbone> {
  const { parsed, name } = checkAddition(source, options, parts);
  return inScratchFolder(parts, async (into) => {
    const fetched = await fetchSource(parsed, {
      dir: parts.dir,
      downloads: parts.downloads ?? null,
      sha256: options.sha256,
      fileName: options.fileName,
      signal: parts.signal,
      onProgress: (file, doneBytes, totalBytes) =>
        parts.onProgress?.({ stage: 'downloading', file, doneBytes, totalBytes }),
    });
    try {
      return await convertFetched(fetched, { ...options, name }, parts, into);
    } finally {
      if (fetched.isTemporary) await rm(fetched.path, { force: true });
    }
  });
}

/** What is to be added, and under which name. */
export interface CheckedAddition {
  readonly parsed: BackboneSource;
  readonly name: string;
}

/**
 * Whether something can be added, as far as that can be told before anything is read or downloaded.
 *
 * @throws {BackboneError}
 */
export function checkAddition(
  source: string,
  options: Pick<AddOptions, 'name' | 'fileName'>,
  { dir, downloads }: Pick<AddParts, 'dir' | 'downloads'>,
): CheckedAddition {
  const parsed = parseSource(source);
  const name = options.name ?? nameFrom(parsed, options);
  checkFreeName(dir, name);
  if (parsed.kind === 'file') {
    if (!existsSync(parsed.path)) throw noSuchFile(source);
  } else if ((downloads ?? null) === null) {
    throw downloadsOff();
  }
  return { parsed, name };
}

async function convertFetched(
  fetched: FetchedSource,
  options: AddOptions & { readonly name: string },
  parts: AddParts,
  into: string,
): Promise<AddedBackbone> {
  const { preprocessing, layout, features } = options;
  parts.onProgress?.({ stage: 'converting' });
  const task = {
    file: fetched.path,
    options: { preprocessing, read: fetched.read, layout, features },
    into,
  };
  const conversion = await convertApart(task, { signal: parts.signal });
  checkHash(conversion.sha256, options.sha256);
  parts.onProgress?.({ stage: 'writing' });
  const { teachableMachine } = conversion;
  const backbone = await writeConverted(into, conversion, parts, {
    name: options.name,
    source: {
      ...fetched.source,
      kind: teachableMachine === null ? fetched.source.kind : 'teachable-machine',
      location: fetched.source.location,
      sha256: conversion.sha256,
    },
    licence: options.licence ?? fetched.licence,
    description:
      teachableMachine === null
        ? fetched.description
        : 'The network of a Teachable Machine export.',
  });
  return { backbone, teachableMachine };
}

function checkHash(found: string, expected: string | undefined): void {
  if (expected === undefined || found === expected.toLowerCase()) return;
  throw new BackboneError(
    `The SHA-256 of the file is ${found} instead of ${expected}: it is damaged or another file.`,
  );
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
    folder = await makeDraft(dir, 'adding');
  } catch (cause) {
    throw new BackboneError(`The folder of backbones cannot be written (${diskProblem(cause)}).`, {
      cause,
      problem: 'storage',
    });
  }
  try {
    return await task(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const LONGEST_NAME = 64;

/** A name that a backbone can have: the catalogue's, or made from that of the file or repository. */
function nameFrom(source: BackboneSource, { fileName }: Pick<AddOptions, 'fileName'>): string {
  if (source.kind === 'catalogue') return source.entry.name;
  const text =
    source.kind === 'file'
      ? (fileName ?? path.basename(source.path)).replace(/\.(?:onnx|zip)$/i, '')
      : path.posix.basename(source.file.repository);
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, LONGEST_NAME);
  if (name !== '') return name;
  throw new BackboneError('No name can be made from that of the file: give one.');
}
