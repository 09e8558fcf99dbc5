import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { download } from '../../dataset/collections/download';
import { DownloadError, reasonOf } from '../../dataset/collections/download-error';
import { sha256 } from '../../registry/sha256';
import { BackboneError } from '../backbone-error';
import { LARGEST_FILE_BYTES } from '../onnx/message-bounds';
import { isCommit, urlOf, type HubFile } from './hub-file';
import type { DownloadAnswer } from '../../dataset/collections/download-options';
import { hubRequest, type HubAccess } from './hub-request';

/** What is left of downloads that were given up is kept for so long. */
const KEPT_MS = 7 * 24 * 3_600_000;
/** Files, and not folders, which are swept sooner. */
const PREFIX = '.download-';
const SHA256 = /^[0-9a-f]{64}$/;

/** How to go on where a download does not. */
const BY_FILE =
  'check the network and the settings of proxies, or download the file elsewhere and add it as a file: `npm run backbone:add -- file.onnx`';

export interface NetworkDownload {
  readonly file: HubFile;
  /** SHA-256 that it must have, in hexadecimal; undefined where nobody knows it beforehand. */
  readonly sha256: string | undefined;
  readonly access: Pick<HubAccess, 'endpoint' | 'token'>;
  /** The folder in which it grows. */
  readonly dir: string;
  readonly onProgress?: ((doneBytes: number, totalBytes: number | undefined) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A network that has come, whole and as it was announced. */
export interface DownloadedNetwork {
  /** Path of the file; whoever takes it removes it. */
  readonly path: string;
  /** Address it came from. */
  readonly location: string;
  /** The commit that it is of, as far as that is known. */
  readonly commit: string | null;
}

/**
 * Downloads a network; what came is kept when that breaks off, and the next attempt goes on there.
 * Where its SHA-256 is not known beforehand, it is compared with what the hub says that it is.
 *
 * @throws {BackboneError} `unreachable`, or `refused` for another file than the expected one
 * @throws the signal's reason when it is aborted
 */
export async function downloadNetwork(options: NetworkDownload): Promise<DownloadedNetwork> {
  const { file, access, dir, onProgress, signal } = options;
  const url = urlOf(file, access.endpoint);
  const target = path.join(dir, `${PREFIX}${sha256(Buffer.from(url.href)).slice(0, 16)}`);
  await sweepDownloads(dir);
  let announced: string | undefined;
  let commit: string | null = isCommit(file.revision) ? file.revision : null;
  const request = hubRequest({
    ...access,
    onAnswer: (headers) => {
      announced = unquoted(headers.get('x-linked-etag')) ?? announced;
      const said = headers.get('x-repo-commit') ?? '';
      if (isCommit(said)) commit = said;
    },
  });
  try {
    await download({
      url,
      file: target,
      maxBytes: LARGEST_FILE_BYTES,
      request,
      remedy: BY_FILE,
      signal,
      ...(onProgress && { onProgress }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof DownloadError) throw unreachable(error);
    throw error;
  }
  await checkHash(target, options.sha256 ?? announced);
  return { path: target, location: url.href, commit };
}

/**
 * Downloads a small text beside a network.
 *
 * @returns undefined where there is none
 * @throws {BackboneError} `unreachable`
 */
export async function downloadText(
  file: HubFile,
  access: Pick<HubAccess, 'endpoint' | 'token'>,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const url = urlOf(file, access.endpoint);
  try {
    const response = await hubRequest(access)(url, { headers: {}, signal: signal ?? null });
    if (response.status === 404) {
      await response.body?.cancel();
      return undefined;
    }
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new DownloadError(`${url.host} answered ${response.status} for ${url.href}.`);
    }
    return await textOf(response, url, maxBytes);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof DownloadError) throw unreachable(error);
    const message = `${url.host} cannot be reached (${reasonOf(error)}): ${BY_FILE}.`;
    throw new BackboneError(message, { cause: error, problem: 'unreachable' });
  }
}

async function textOf(response: DownloadAnswer, url: URL, maxBytes: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.length;
    if (bytes > maxBytes) throw new DownloadError(`${url.href} is larger than ${maxBytes} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function unreachable(error: DownloadError): BackboneError {
  const message = / answered 40[13] /.test(error.message)
    ? `${error.message} If not everybody may download it, set HF_TOKEN to a token of an account that may.`
    : error.message;
  return new BackboneError(message, { cause: error, problem: 'unreachable' });
}

async function checkHash(file: string, expected: string | undefined): Promise<void> {
  if (expected === undefined) return;
  const found = await hashOf(file);
  if (found === expected.toLowerCase()) return;
  await rm(file);
  throw new BackboneError(
    `The SHA-256 of the file that came is ${found} instead of ${expected}: it is damaged or another file, and was not kept.`,
  );
}

/** SHA-256 of a file, in hexadecimal. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** An ETag is in quotation marks; that of a large file is its SHA-256. */
function unquoted(etag: string | null): string | undefined {
  const value = etag?.replaceAll('"', '') ?? '';
  return SHA256.test(value) ? value : undefined;
}

/** Removes what was begun and given up a while ago. */
async function sweepDownloads(dir: string): Promise<void> {
  for (const name of (await readdir(dir)).filter((one) => one.startsWith(PREFIX))) {
    const file = path.join(dir, name);
    const found = await stat(file).catch(() => undefined); // another process may remove it too
    if (found !== undefined && Date.now() - found.mtimeMs > KEPT_MS)
      await rm(file, { force: true });
  }
}
