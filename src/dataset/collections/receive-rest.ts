import { open, readFile, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import type { DownloadAnswer, DownloadOptions } from './download-options';
import { DownloadError, reasonOf } from './download-error';

/** The file that grows, and beside it what is known of the whole. */
export interface PartFiles {
  readonly part: string;
  readonly notes: string;
}

/**
 * One attempt: asks for what is missing behind the part, or for the whole file where the part
 * may be of another edition, and appends what comes.
 *
 * @throws {DownloadError} where another attempt is no use, any other error where it may be
 */
export async function receiveRest(
  options: DownloadOptions,
  { part, notes }: PartFiles,
): Promise<void> {
  const { url, signal, request = fetch } = options;
  const validator = await validatorFor(url, notes);
  const offset = validator === undefined ? 0 : await sizeOf(part);
  // A server that compresses on the way would give other bytes than those of the checksum.
  const headers: Record<string, string> & { range?: string } = { 'accept-encoding': 'identity' };
  if (offset > 0 && validator !== undefined) {
    headers.range = `bytes=${offset}-`;
    headers['if-range'] = validator;
  }
  const response = await request(url, { headers, signal: signal ?? null });
  const range = rangeOf(response);
  if (response.status === 416 && range?.total === offset) {
    await response.body?.cancel();
    return; // it was whole already
  }
  const resumes = response.status === 206 && range?.start === offset;
  if (!resumes && response.status !== 200) {
    await response.body?.cancel();
    if (response.status === 206 || response.status === 416) {
      await rm(part, { force: true });
      throw new Error(`the server's range does not fit: ${response.headers.get('content-range')}`);
    }
    throw new DownloadError(`${url.host} answered ${response.status} for ${url.href}.`);
  }
  const handle = await onDisk(open(part, resumes ? 'a' : 'w'));
  try {
    const note = JSON.stringify({ url: url.href, validator: validatorOf(response) });
    await onDisk(writeFile(notes, note));
    await append(response, handle, resumes ? offset : 0, options);
  } finally {
    await handle.close();
  }
}

async function append(
  response: DownloadAnswer,
  handle: FileHandle,
  offset: number,
  { url, maxBytes, onProgress }: DownloadOptions,
): Promise<void> {
  const length = response.headers.get('content-length');
  const total = length === null ? undefined : offset + Number(length);
  let done = offset;
  onProgress?.(done, total);
  for await (const piece of response.body ?? []) {
    done += piece.length;
    if (done > maxBytes || (total ?? 0) > maxBytes) {
      await handle.truncate();
      throw new DownloadError(`${url.href} is larger than ${maxBytes} bytes and was not kept.`);
    }
    await onDisk(handle.writeFile(piece));
    onProgress?.(done, total);
  }
}

/** What tells the server which edition of the file the part belongs to, if it is from this URL. */
async function validatorFor(url: URL, notes: string): Promise<string | undefined> {
  try {
    const noted = JSON.parse(await readFile(notes, 'utf8')) as { url?: string; validator?: string };
    return noted.url === url.href ? noted.validator : undefined;
  } catch {
    return undefined; // a first run, or a file that was cut off: the download starts anew
  }
}

/** If-Range needs a strong validator (RFC 9110, section 13.1.5). */
function validatorOf({ headers }: DownloadAnswer): string | undefined {
  const etag = headers.get('etag');
  return etag?.startsWith('"') === true ? etag : (headers.get('last-modified') ?? undefined);
}

/** Of `bytes 100-199/200`; status 416 has an asterisk for the first part. */
function rangeOf({ headers }: DownloadAnswer): { start: number; total: number } | undefined {
  const match = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(headers.get('content-range') ?? '');
  return match === null ? undefined : { start: Number(match[1]), total: Number(match[2]) };
}

/** Keeps a full disk apart from a broken connection, which is worth another attempt. */
async function onDisk<T>(writing: Promise<T>): Promise<T> {
  return writing.catch((cause: unknown) => {
    throw new DownloadError(`The download cannot be written: ${reasonOf(cause)}.`, { cause });
  });
}

/** Bytes; 0 where there is no such file. */
export async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
