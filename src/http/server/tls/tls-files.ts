import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContextOptions } from 'node:tls';

/** Paths, as the settings of these names give them. */
export interface TlsFiles {
  readonly TLS_CERT_FILE: string;
  readonly TLS_KEY_FILE: string;
  /** Empty where clients need no certificate. */
  readonly TLS_CLIENT_CA_FILE: string;
}

/** A certificate and the key that belongs to it. */
export interface TlsPair {
  /** The options in the form that `tls` takes; they allow no version older than TLS 1.2. */
  readonly options: SecureContextOptions & { readonly cert: string; readonly key: string };
  readonly validFrom: Date;
  readonly validUntil: Date;
}

/** The files cannot be used; the message is one line and names the setting. */
export class TlsFilesError extends Error {
  override readonly name = 'TlsFilesError';
}

/** The marks of an encrypted key, in its first line or in a header below it. */
const ENCRYPTED_KEY = /^-----BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/m;
const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Reads a certificate with its chain, its key, and the authorities whose clients are let in, and checks
 * that they work together. Whether the certificate is valid now is left to the caller.
 *
 * @throws {TlsFilesError}
 */
export async function readTlsPair(files: TlsFiles): Promise<TlsPair> {
  const [cert, key, ca] = await Promise.all([
    contentOf(files, 'TLS_CERT_FILE'),
    contentOf(files, 'TLS_KEY_FILE'),
    files.TLS_CLIENT_CA_FILE === '' ? undefined : contentOf(files, 'TLS_CLIENT_CA_FILE'),
  ]);
  const [own] = certificatesOf('TLS_CERT_FILE', cert);
  if (!own.checkPrivateKey(privateKeyOf(key))) {
    throw new TlsFilesError(
      'TLS_KEY_FILE does not hold the key of the certificate in TLS_CERT_FILE',
    );
  }
  const authorities = ca === undefined ? undefined : certificatesOf('TLS_CLIENT_CA_FILE', ca);
  const options = {
    cert,
    key,
    ...(authorities && { ca: authorities.map(String) }),
    minVersion: 'TLSv1.2' as const,
  };
  try {
    // It also refuses keys that are too short, and whatever else OpenSSL does not take.
    createSecureContext(options);
  } catch (cause) {
    throw new TlsFilesError(`TLS_CERT_FILE and TLS_KEY_FILE cannot be used: ${reason(cause)}`, {
      cause,
    });
  }
  return { options, validFrom: new Date(own.validFrom), validUntil: new Date(own.validTo) };
}

async function contentOf(files: TlsFiles, name: keyof TlsFiles): Promise<string> {
  try {
    return await readFile(files[name], 'utf8');
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    throw new TlsFilesError(`${name}=${JSON.stringify(files[name])} cannot be read: ${code}`, {
      cause,
    });
  }
}

/** @returns the certificates of a file, in its order: the service's own comes first */
function certificatesOf(
  name: keyof TlsFiles,
  text: string,
): [X509Certificate, ...X509Certificate[]] {
  const [first, ...others] = text.match(PEM_CERTIFICATE) ?? [];
  if (first === undefined) throw new TlsFilesError(`${name} holds no certificate in PEM`);
  try {
    return [new X509Certificate(first), ...others.map((pem) => new X509Certificate(pem))];
  } catch (cause) {
    throw new TlsFilesError(`${name} holds a damaged certificate: ${reason(cause)}`, { cause });
  }
}

function privateKeyOf(text: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch (cause) {
    throw new TlsFilesError(
      ENCRYPTED_KEY.test(text)
        ? 'TLS_KEY_FILE is protected by a passphrase; the service needs the key without one'
        : 'TLS_KEY_FILE holds no private key in PEM',
      { cause },
    );
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
