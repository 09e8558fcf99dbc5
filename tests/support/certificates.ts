import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  X509Certificate,
} from 'node:crypto';
import type { CertificateSource } from '../../src/http/server/tls/tls-server';

/** A certificate and its key, in PEM. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

export interface TestCertificateOptions {
  /** The common name of its owner. */
  readonly name?: string;
  readonly validFrom?: Date;
  readonly validUntil?: Date;
  /** The authority that signs it; default: its own key. */
  readonly issuer?: TestCertificate;
  /** Default: a new one. */
  readonly key?: string;
}

const DAY_MS = 86_400_000;

/** Object identifiers, encoded. */
const ECDSA_WITH_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex');
const ALTERNATIVE_NAMES = Buffer.from('0603551d11', 'hex');

/** A certificate of a P-256 key for `localhost` and 127.0.0.1, which may also sign others. */
export function testCertificate({
  name = 'localhost',
  validFrom = new Date(Date.now() - DAY_MS),
  validUntil = new Date(Date.now() + 365 * DAY_MS),
  issuer,
  key = newKey(),
}: TestCertificateOptions = {}): TestCertificate {
  const algorithm = sequence(ECDSA_WITH_SHA256);
  const issuerName = issuer === undefined ? name : nameOf(issuer);
  const extensions = sequence(
    sequence(BASIC_CONSTRAINTS, tlv(0x04, sequence(tlv(0x01, Buffer.from([0xff]))))),
    sequence(
      ALTERNATIVE_NAMES,
      tlv(
        0x04,
        sequence(tlv(0x82, Buffer.from('localhost')), tlv(0x87, Buffer.from([127, 0, 0, 1]))),
      ),
    ),
  );
  const toSign = sequence(
    tlv(0xa0, integer(2)),
    integer(1),
    algorithm,
    distinguishedName(issuerName),
    sequence(time(validFrom), time(validUntil)),
    distinguishedName(name),
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    tlv(0xa3, extensions),
  );
  const signature = sign('sha256', toSign, createPrivateKey(issuer?.key ?? key));
  const der = sequence(toSign, algorithm, tlv(0x03, Buffer.from([0]), signature));
  return { cert: new X509Certificate(der).toString(), key };
}

/** Where a server has a certificate from that nobody renews. */
export function certificateSource({ cert, key }: TestCertificate): CertificateSource {
  return {
    options: { cert, key, minVersion: 'TLSv1.2' },
    asksClients: false,
    onRenewal: () => undefined,
  };
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function nameOf({ cert }: TestCertificate): string {
  return new X509Certificate(cert).subject.replace('CN=', '');
}

/** A value of DER: its tag, its length and its content. */
function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, ...parts);
}

function integer(value: number): Buffer {
  return tlv(0x02, Buffer.from([value]));
}

/** The moment as UTCTime, which reaches to 2049. */
function time(date: Date): Buffer {
  return tlv(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));
}

function distinguishedName(name: string): Buffer {
  return sequence(tlv(0x31, sequence(COMMON_NAME, tlv(0x0c, Buffer.from(name)))));
}
