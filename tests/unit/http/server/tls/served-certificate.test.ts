import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ServedCertificate } from '../../../../../src/http/server/tls/served-certificate';
import { testCertificate, type TestCertificate } from '../../../../support/certificates';
import { recordingLogger, type RecordingLogger } from '../../../../support/recording-logger';

const DAY_MS = 86_400_000;
const REFUSED = 'the new certificate is refused; the one in force stays';

let folder: string;
let log: RecordingLogger;
let certificate: ServedCertificate | undefined;
/** What a server was told to show. */
let shown: string[];
let nowMs: number;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tls-'));
  log = recordingLogger();
  certificate = undefined;
  shown = [];
  nowMs = Date.now();
});
afterEach(() => {
  certificate?.stop();
  rmSync(folder, { recursive: true });
});

const file = (name: string): string => path.join(folder, name);

function write({ cert, key }: Partial<TestCertificate>): void {
  if (cert !== undefined) writeFileSync(file('cert.pem'), cert);
  if (key !== undefined) writeFileSync(file('key.pem'), key);
}

async function open({
  pollMs = 600_000,
  authorities = '',
}: { pollMs?: number; authorities?: string } = {}): Promise<ServedCertificate> {
  certificate = await ServedCertificate.open({
    files: {
      TLS_CERT_FILE: file('cert.pem'),
      TLS_KEY_FILE: file('key.pem'),
      TLS_CLIENT_CA_FILE: authorities,
    },
    logger: log,
    now: () => new Date(nowMs),
    pollMs,
  });
  certificate.onRenewal(({ cert }) => shown.push(cert));
  return certificate;
}

const messages = (): string[] => log.lines.map(({ message }) => message);
const reasons = (): unknown[] =>
  log.lines.filter(({ message }) => message === REFUSED).map(({ fields }) => fields.reason);

async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(5);
}

describe('a certificate that is opened', () => {
  it('is what its files hold', async () => {
    const pair = testCertificate();
    write(pair);
    const { options, validUntil, asksClients } = await open();
    expect(options).toEqual({ ...pair, minVersion: 'TLSv1.2' });
    expect(validUntil).toEqual(new Date(new X509Certificate(pair.cert).validTo));
    expect(asksClients).toBe(false);
  });

  it('comes with the authorities of clients', async () => {
    write(testCertificate());
    const [one, two] = [testCertificate({ name: 'one' }), testCertificate({ name: 'two' })];
    writeFileSync(file('ca.pem'), `# ours\n${one.cert}\n${two.cert}`);
    const { options, asksClients } = await open({ authorities: file('ca.pem') });
    expect(options.ca).toEqual([one.cert, two.cert]);
    expect(asksClients).toBe(true);
  });

  it.each<[string, RegExp, () => void]>([
    ['no certificate', /^TLS_CERT_FILE=".+cert\.pem" cannot be read: ENOENT$/, () => undefined],
    [
      'no key',
      /^TLS_KEY_FILE=".+key\.pem" cannot be read: ENOENT$/,
      () => write({ cert: testCertificate().cert }),
    ],
    [
      'something else as a certificate',
      /^TLS_CERT_FILE holds no certificate in PEM$/,
      () => write({ ...testCertificate(), cert: 'hello' }),
    ],
    [
      'half a certificate',
      /^TLS_CERT_FILE holds a damaged certificate: [^\n]+$/,
      () => {
        const { cert, key } = testCertificate();
        const lines = cert.trim().split('\n');
        write({ key, cert: [...lines.slice(0, 4), lines.at(-1)].join('\n') });
      },
    ],
    [
      'something else as a key',
      /^TLS_KEY_FILE holds no private key in PEM$/,
      () => write({ ...testCertificate(), key: 'hello' }),
    ],
    [
      'a key with a passphrase',
      /^TLS_KEY_FILE is protected by a passphrase; [^\n]+$/,
      () => {
        const { privateKey } = generateKeyPairSync('ec', {
          namedCurve: 'P-256',
          publicKeyEncoding: { type: 'spki', format: 'pem' },
          privateKeyEncoding: {
            type: 'pkcs8',
            format: 'pem',
            cipher: 'aes-256-cbc',
            passphrase: 'secret',
          },
        });
        write({ ...testCertificate(), key: privateKey });
      },
    ],
    [
      'the key of another certificate',
      /^TLS_KEY_FILE does not hold the key of the certificate in TLS_CERT_FILE$/,
      () => write({ cert: testCertificate().cert, key: testCertificate().key }),
    ],
  ])('says in one line that there is %s', async (_what, message, prepare) => {
    prepare();
    await expect(open()).rejects.toMatchObject({
      name: 'TlsFilesError',
      message: expect.stringMatching(message) as string,
    });
  });
});

describe('a certificate that is renewed', () => {
  it('is shown from then on, with its key', async () => {
    write(testCertificate());
    const served = await open();
    const next = testCertificate({ validUntil: new Date('2040-05-06T07:08:09Z') });
    write(next);
    await served.look({ isAsked: false });
    expect(shown).toEqual([next.cert]);
    expect(served.options).toMatchObject(next);
    expect(served.validUntil).toEqual(new Date('2040-05-06T07:08:09Z'));
    expect(log.lines).toEqual([
      {
        level: 'info',
        message: 'the certificate was renewed',
        fields: { valid_until: '2040-05-06T07:08:09.000Z' },
      },
    ]);
  });

  it('is not renewed while its files stay the same', async () => {
    write(testCertificate());
    const served = await open();
    await served.look({ isAsked: false });
    expect(shown).toEqual([]);
    expect(log.lines).toEqual([]);
  });

  it('is found by itself', async () => {
    write(testCertificate());
    (await open({ pollMs: 5 })).start();
    const next = testCertificate();
    write(next);
    await eventually(() => shown.length > 0);
    expect(shown).toEqual([next.cert]);
  });

  it('is read at SIGHUP, and no more once it is stopped', async () => {
    write(testCertificate());
    const before = process.listenerCount('SIGHUP');
    const served = await open();
    served.start();
    const next = testCertificate();
    write(next);
    // Signals reach the process, and no test in it.
    process.emit('SIGHUP', 'SIGHUP');
    await eventually(() => shown.length > 0);
    expect(shown).toEqual([next.cert]);
    served.stop();
    expect(process.listenerCount('SIGHUP')).toBe(before);
  });
});

describe('a new pair that cannot be used', () => {
  it('is refused, and said once when it stays so', async () => {
    const first = testCertificate();
    write(first);
    const served = await open();
    write({ cert: testCertificate().cert });
    await served.look({ isAsked: false });
    expect(reasons()).toEqual([]);
    for (let i = 0; i < 3; i += 1) await served.look({ isAsked: false });
    expect(reasons()).toEqual([
      'TLS_KEY_FILE does not hold the key of the certificate in TLS_CERT_FILE',
    ]);
    expect(shown).toEqual([]);
    expect(served.options).toMatchObject(first);
  });

  it('is said at once to whoever asks for it', async () => {
    write(testCertificate());
    const served = await open();
    rmSync(file('key.pem'));
    await served.look({ isAsked: true });
    await served.look({ isAsked: true });
    expect(reasons()).toEqual(
      Array(2).fill(expect.stringMatching(/^TLS_KEY_FILE=.+ cannot be read: ENOENT$/)),
    );
  });

  it('gives way to one that can, of which nothing bad is said', async () => {
    write(testCertificate());
    const served = await open();
    const next = testCertificate();
    // Two files are never replaced in one moment.
    write({ cert: next.cert });
    await served.look({ isAsked: false });
    write({ key: next.key });
    await served.look({ isAsked: false });
    expect(shown).toEqual([next.cert]);
    expect(messages()).toEqual(['the certificate was renewed']);
  });

  it.each([
    ['has expired', { validUntil: new Date(Date.now() - 1000) }, /^TLS_CERT_FILE has expired, on /],
    [
      'is not valid yet',
      { validFrom: new Date(Date.now() + DAY_MS) },
      /^TLS_CERT_FILE is not valid before /,
    ],
  ])('includes one that %s', async (_what, options, reason) => {
    const first = testCertificate();
    write(first);
    const served = await open();
    write(testCertificate(options));
    await served.look({ isAsked: true });
    expect(reasons()).toEqual([expect.stringMatching(reason)]);
    expect(served.options).toMatchObject(first);
  });
});

describe('the end of a certificate', () => {
  it.each([
    ['is far', { validUntil: new Date(Date.now() + 15 * DAY_MS) }, []],
    [
      'is near',
      { validUntil: new Date(Date.now() + 13 * DAY_MS) },
      [['warn', 'the certificate expires soon']],
    ],
    [
      'is past',
      { validUntil: new Date(Date.now() - 1000) },
      [['error', 'THE CERTIFICATE HAS EXPIRED: clients refuse to connect']],
    ],
    [
      'is far, and so its beginning',
      { validFrom: new Date(Date.now() + DAY_MS) },
      [['error', 'THE CERTIFICATE IS NOT VALID YET: clients refuse to connect']],
    ],
  ])('%s when the service starts', async (_what, options, expected) => {
    write(testCertificate(options));
    (await open()).start();
    expect(log.lines.map(({ level, message }) => [level, message])).toEqual(expected);
  });

  it('is said once a day', async () => {
    write(testCertificate({ validUntil: new Date(nowMs + 13 * DAY_MS) }));
    const served = await open();
    served.start();
    await served.look({ isAsked: false });
    nowMs += DAY_MS - 1000;
    await served.look({ isAsked: false });
    expect(messages()).toHaveLength(1);
    nowMs += 1000;
    await served.look({ isAsked: false });
    expect(messages()).toHaveLength(2);
  });
});
