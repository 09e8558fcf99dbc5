import path from 'node:path';
import { BackboneError } from './backbone-error';
import { diskProblem } from './disk-problem';
import type { BackboneCard } from './card';
import { knownNetwork } from './catalogue';
import { downloadNetwork, downloadText, hashOf } from './download/download-network';
import type { HubFile } from './download/hub-file';
import type { HubAccess } from './download/hub-request';
import type { Preprocessing, ReadPreprocessing } from './preprocessing/preprocessing';
import { CONFIG_FILES, readConfigs, readConfigsBeside } from './preprocessing/read-beside';
import { knownNames, type BackboneSource } from './source';

const CONFIG_BYTES = 1_000_000;

/** How networks are downloaded; null where that is switched off. */
export type Downloads = Pick<HubAccess, 'endpoint' | 'token'> | null;

export interface FetchOptions {
  /** The folder of backbones, in which downloads grow. */
  readonly dir: string;
  readonly downloads: Downloads;
  /** SHA-256 that the file must have, where the user knows it. */
  readonly sha256?: string | undefined;
  /** What a file is called, where it lies under another name. */
  readonly fileName?: string | undefined;
  readonly onProgress?:
    ((file: string, doneBytes: number, totalBytes: number | undefined) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A network that lies in a file of this machine, and what is known of it. */
export interface FetchedSource {
  readonly path: string;
  /** Whether the file is a download, which goes when it has been converted. */
  readonly isTemporary: boolean;
  readonly read: ReadPreprocessing;
  readonly source: Omit<BackboneCard['source'], 'sha256'>;
  readonly licence: string | null;
  readonly description: string;
}

/**
 * Brings a network into a file of this machine.
 *
 * @throws {BackboneError}
 * @throws the signal's reason when it is aborted
 */
export async function fetchSource(
  source: BackboneSource,
  options: FetchOptions,
): Promise<FetchedSource> {
  if (source.kind === 'file') return fromFile(source.path, options);
  const { file } = source;
  const entry = source.kind === 'catalogue' ? source.entry : undefined;
  const sha256 = options.sha256 ?? entry?.sha256 ?? undefined;
  const access = accessOf(options.downloads);
  const read =
    entry === undefined
      ? await configsOf(file, access, options.signal)
      : fromCatalogue(entry.name, entry.preprocessing);
  const name = path.posix.basename(file.path);
  const came = await downloadNetwork({
    file,
    sha256,
    access,
    dir: options.dir,
    signal: options.signal,
    onProgress: (done, total) => options.onProgress?.(name, done, total),
  });
  return {
    path: came.path,
    isTemporary: true,
    read,
    source: {
      kind: source.kind,
      location: came.location,
      commit: came.commit,
      trusted: sha256 === undefined ? 'first-use' : 'pinned',
    },
    licence: entry?.licence ?? null,
    description: entry?.description ?? `${name} of ${file.repository}.`,
  };
}

/** A file that somebody downloaded elsewhere is known by what is in it. */
async function fromFile(
  file: string,
  { sha256, fileName: name = path.basename(file) }: FetchOptions,
): Promise<FetchedSource> {
  const known = knownNetwork(await readableHashOf(file));
  return {
    path: file,
    isTemporary: false,
    read:
      known === undefined
        ? await readConfigsBeside(file)
        : fromCatalogue(known.name, known.preprocessing),
    source: {
      kind: 'file',
      location: name,
      commit: null,
      trusted: sha256 === undefined && known === undefined ? 'first-use' : 'pinned',
    },
    licence: known?.licence ?? null,
    description: known?.description ?? `The network in ${name}.`,
  };
}

async function readableHashOf(file: string): Promise<string> {
  try {
    return await hashOf(file);
  } catch (cause) {
    const reason = diskProblem(cause);
    throw new BackboneError(`${path.basename(file)} cannot be read (${reason}).`, { cause });
  }
}

function accessOf(downloads: Downloads): NonNullable<Downloads> {
  if (downloads !== null) return downloads;
  throw downloadsOff();
}

/** Nothing may be downloaded here. */
export function downloadsOff(): BackboneError {
  return new BackboneError(
    'Downloads of backbones are switched off (BACKBONE_DOWNLOADS): add a file instead.',
    { problem: 'switched-off' },
  );
}

function fromCatalogue(name: string, preprocessing: Preprocessing): ReadPreprocessing {
  return { preprocessing, notes: [`How pictures are prepared is what ${name} was trained with.`] };
}

/** Repositories have these files at their top, and seldom beside the network. */
async function configsOf(
  file: HubFile,
  access: NonNullable<Downloads>,
  signal: AbortSignal | undefined,
): Promise<ReadPreprocessing> {
  const texts = new Map<string, string>();
  for (const name of CONFIG_FILES) {
    const text = await downloadText({ ...file, path: name }, access, CONFIG_BYTES, signal);
    if (text !== undefined) texts.set(name, text);
  }
  return readConfigs(texts);
}

/** What a user can do about a file that is not there. */
export function noSuchFile(file: string): BackboneError {
  return new BackboneError(
    `There is no file ${JSON.stringify(file)}, and no backbone of that name in the catalogue (${knownNames()}).`,
    { problem: 'unknown' },
  );
}
