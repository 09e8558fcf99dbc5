import { rename, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { checkFile } from './checksum';
import { DownloadError, reasonOf } from './download-error';
import type { DownloadOptions } from './download-options';
import { receiveRest, sizeOf } from './receive-rest';

/** Attempts in a row that bring no new byte before it gives up. */
const FRUITLESS_ATTEMPTS = 4;
const FIRST_PAUSE_MS = 1000;

/**
 * Downloads a file. What arrived is kept when the connection breaks or the program is stopped, and
 * the next attempt, now or in a later run, asks for the rest of the same file (`If-Range`).
 *
 * @throws {DownloadError} with the remedy in its message
 */
export async function download(options: DownloadOptions): Promise<void> {
  const { file, checksum, signal, pause = waitFor } = options;
  const part = `${file}.part`;
  const notes = `${part}.json`;
  let fruitless = 0;
  let most = await sizeOf(part);
  for (;;) {
    try {
      await receiveRest(options, { part, notes });
      break;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof DownloadError) throw error;
      const received = await sizeOf(part);
      fruitless = received > most ? 0 : fruitless + 1;
      most = Math.max(most, received);
      if (most === 0 || fruitless === FRUITLESS_ATTEMPTS) {
        throw unreachable(options, received, error);
      }
      await pause(FIRST_PAUSE_MS * 2 ** fruitless, signal);
    }
  }
  try {
    if (checksum !== undefined) await checkFile(part, checksum);
  } catch (error) {
    await rm(part);
    throw error;
  } finally {
    await rm(notes, { force: true });
  }
  await rename(part, file);
}

function unreachable(
  { url, remedy = 'check the network, or name a mirror with --url' }: DownloadOptions,
  received: number,
  cause: unknown,
): DownloadError {
  const reason = reasonOf(cause);
  return new DownloadError(
    received === 0
      ? `${url.host} cannot be reached (${reason}): ${remedy}.`
      : `The connection to ${url.host} broke off after ${received} bytes (${reason}): run this again to resume.`,
    { cause },
  );
}

async function waitFor(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  await delay(delayMs, undefined, signal === undefined ? {} : { signal });
}
