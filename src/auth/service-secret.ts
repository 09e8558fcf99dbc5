import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

/** Its name in the folder of the database. */
const FILE = 'signing-secret';
const OWNER_ONLY = 0o600;

export interface ServiceSecretOptions {
  /** What SIGNING_SECRET says; empty for a secret that the service makes and keeps itself. */
  readonly configured: string;
  /** The folder that instances share with their database. */
  readonly folder: string;
}

/**
 * The secret that the service encrypts signing secrets with. Unless one is configured, the first start
 * makes one, in a file that its owner alone can read, and all instances over the folder use it.
 *
 * @throws {ServiceSecretError} when the file can neither be read nor made
 */
export async function openServiceSecret({
  configured,
  folder,
}: ServiceSecretOptions): Promise<string> {
  if (configured !== '') return configured;
  const file = path.join(folder, FILE);
  try {
    return (await read(file)) ?? (await make(file));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceSecretError(`${file} cannot be used as the signing secret: ${reason}`, {
      cause,
    });
  }
}

/** The file of the service's own secret cannot be used. */
export class ServiceSecretError extends Error {
  override readonly name = 'ServiceSecretError';
}

/** @returns undefined where there is none */
async function read(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const secret = text.trim();
  if (secret.length < 32) throw new Error('it has fewer than 32 characters');
  return secret;
}

async function make(file: string): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = await open(draft, 'wx', OWNER_ONLY);
    try {
      await handle.writeFile(`${secret}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // A link is made once: of instances that start together, one gives its secret to all.
    await link(draft, file);
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await read(file))!;
  } finally {
    await rm(draft, { force: true });
  }
}
