import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { CIFAR10_CLASSES } from '../../src/config/cifar10';
import { parseChecksum, type Checksum } from '../../src/dataset/collections/checksum';
import {
  fetchCifar,
  OFFICIAL_FORM,
  type FetchedCifar,
  type FetchOptions,
} from '../../src/dataset/collections/fetch-cifar';
import { readDataset } from '../../src/dataset/collections/read-dataset';
import { serveArchive, type ArchiveServer, type ServerManners } from '../support/archive-server';
import { picture } from '../support/images';
import { cifarArchive, cifarFiles, makeTar, type MadeFile } from '../unit/dataset/made-data';

const ROOT = path.join(__dirname, '../..');
const ARCHIVE = 'cifar-10-binary.tar.gz';
const FOLDER = 'cifar-10-batches-bin';
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

let files: MadeFile[];
let archive: Buffer;
let folder: string;
let server: ArchiveServer | undefined;

beforeAll(async () => {
  // Noise does not compress, so that the archive is long enough to break off in.
  const records = Array.from({ length: 40 }, (_, label) => ({
    label: label % 10,
    pixels: picture({ seed: label }),
  }));
  files = cifarFiles(records, CIFAR10_CLASSES);
  archive = await cifarArchive(files);
});
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'download-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

type Changes = Partial<Omit<FetchOptions, 'url'>> & {
  readonly content?: Buffer;
  readonly url?: URL;
  readonly checksum?: Checksum;
};

/** Runs the download against a new server of these manners. */
async function fetchFrom(
  manners: readonly ServerManners[],
  { content = archive, ...changes }: Changes = {},
): Promise<FetchedCifar> {
  await server?.close();
  server = await serveArchive(content, manners);
  return fetchAgain(changes);
}

/** Runs the download against the same server. */
async function fetchAgain({
  onProgress,
  url = server!.url,
  checksum = parseChecksum(sha256(archive))!,
  ...changes
}: Changes = {}): Promise<FetchedCifar> {
  const { clientHas } = server!;
  return fetchCifar({
    url: () => Promise.resolve(url),
    folder,
    form: { ...OFFICIAL_FORM, checksum },
    pause: () => Promise.resolve(),
    onProgress: (done, total) => {
      onProgress?.(done, total);
      clientHas(done);
    },
    ...changes,
  });
}
const half = (): number => Math.floor(archive.length / 2);

describe('data:download', () => {
  it('brings the data set that the reader reads', async () => {
    await expect(fetchFrom([{}])).resolves.toEqual({
      done: 'downloaded',
      folder: path.join(folder, FOLDER),
    });
    const data = await readDataset(folder, 'train', { classNames: CIFAR10_CLASSES });
    expect(data.count).toBe(80);
    expect((await readdir(folder)).sort()).toEqual([FOLDER, ARCHIVE].sort());
  });

  it('tells how far it is', async () => {
    const steps: [number, number | undefined][] = [];
    await fetchFrom([{}], { onProgress: (...step) => steps.push(step) });
    expect(steps[0]).toEqual([0, archive.length]);
    expect(steps.at(-1)).toEqual([archive.length, archive.length]);
  });

  it('does nothing when everything is there', async () => {
    await fetchFrom([{}]);
    await expect(fetchFrom([{ status: 500 }])).resolves.toMatchObject({ done: 'nothing' });
    expect(server!.ranges).toEqual([]);
  });

  it('unpacks an archive that was put there by hand', async () => {
    await writeFile(path.join(folder, ARCHIVE), archive);
    await expect(fetchFrom([{ status: 500 }])).resolves.toMatchObject({ done: 'unpacked' });
    expect(server!.ranges).toEqual([]);
  });

  it('replaces a folder in which a file is missing', async () => {
    await fetchFrom([{}]);
    await rm(path.join(folder, FOLDER, 'test_batch.bin'));
    await expect(fetchFrom([{}])).resolves.toMatchObject({ done: 'unpacked' });
    expect(await readdir(path.join(folder, FOLDER))).toContain('test_batch.bin');
  });
});

describe('a connection that breaks off', () => {
  it('is taken up again where it broke', async () => {
    await fetchFrom([{ breaksOffAfter: half() }, {}]);
    expect(server!.ranges).toEqual([undefined, `bytes=${half()}-`]);
    expect(await readFile(path.join(folder, ARCHIVE))).toEqual(archive);
  });

  it('is given up after some attempts that bring nothing, and taken up by the next run', async () => {
    const broken = { breaksOffAfter: 0 };
    const manners = [{ breaksOffAfter: half() }, broken, broken, broken, broken, {}];
    await expect(fetchFrom(manners)).rejects.toThrow(
      `broke off after ${half()} bytes (other side closed): run this again to resume`,
    );
    expect(server!.ranges).toHaveLength(5);
    await fetchAgain();
    expect(server!.ranges.at(-1)).toBe(`bytes=${half()}-`);
    expect(await readFile(path.join(folder, ARCHIVE))).toEqual(archive);
  });

  it('starts over where the server ignores ranges', async () => {
    await fetchFrom([{ breaksOffAfter: half() }, { ignoresRanges: true }]);
    expect(await readFile(path.join(folder, ARCHIVE))).toEqual(archive);
  });

  it('starts over when the file on the server is another one by now', async () => {
    await fetchFrom([{ breaksOffAfter: half(), etag: '"old"' }, { etag: '"new"' }]);
    expect(server!.ranges).toEqual([undefined, `bytes=${half()}-`]);
    expect(await readFile(path.join(folder, ARCHIVE))).toEqual(archive);
  });

  it('starts over when the server sends another range than it was asked for', async () => {
    await fetchFrom([{ breaksOffAfter: half() }, { sendsWrongRange: true }, {}]);
    expect(server!.ranges).toEqual([undefined, `bytes=${half()}-`, undefined]);
    expect(await readFile(path.join(folder, ARCHIVE))).toEqual(archive);
  });

  it('keeps what arrived when it is stopped', async () => {
    const abort = new AbortController();
    const pause = (): Promise<void> => {
      abort.abort(new Error('stopped'));
      return Promise.resolve();
    };
    const signal = abort.signal;
    await expect(fetchFrom([{ breaksOffAfter: half() }], { pause, signal })).rejects.toThrow(
      'stopped',
    );
    expect((await readFile(path.join(folder, `${ARCHIVE}.part`))).length).toBe(half());
  });
});

describe('a download that cannot be used', () => {
  it('is removed when its checksum is wrong', async () => {
    const damaged = Buffer.from(archive);
    damaged[half()] = damaged[half()]! ^ 1;
    await expect(fetchFrom([{}], { content: damaged })).rejects.toThrow(
      `The archive's SHA256 is ${sha256(damaged)} instead of ${sha256(archive)}`,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('names the status of a server that refuses, and keeps what was there', async () => {
    await expect(fetchFrom([{ breaksOffAfter: half() }, { status: 503 }])).rejects.toThrow(
      /answered 503/,
    );
    expect((await readFile(path.join(folder, `${ARCHIVE}.part`))).length).toBe(half());
  });

  it.each<[string, MadeFile[], RegExp]>([
    ['a path that leads out', [{ name: `${FOLDER}/../../evil.bin` }], /evil.bin.* does not belong/],
    ['a link', [{ name: `${FOLDER}/data_batch_1.bin`, link: '/etc/passwd' }], /does not belong/],
    ['a file of another name', [{ name: `${FOLDER}/setup.sh` }], /setup.sh.* does not belong/],
    ['too few files', [], /lacks batches.meta.txt/],
  ])('is not unpacked when it holds %s', async (_, members, message) => {
    const content = gzipSync(await makeTar(members));
    const checksum = parseChecksum(sha256(content))!;
    await expect(fetchFrom([{}], { content, checksum })).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual([ARCHIVE]);
  });

  it('is not unpacked when a file is there twice', async () => {
    const content = gzipSync(await makeTar([...files, files[0]!]));
    const checksum = parseChecksum(sha256(content))!;
    await expect(fetchFrom([{}], { content, checksum })).rejects.toThrow('data_batch_1.bin twice');
  });
});

describe('the command', () => {
  const run = promisify(execFile);
  const command = (...options: string[]): Promise<{ stdout: string; stderr: string }> =>
    run(process.execPath, ['--require', 'tsx/cjs', 'src/cli/data-download.ts', ...options], {
      cwd: ROOT,
    });

  it('says where the data is', async () => {
    server = await serveArchive(archive);
    const options = ['--dir', folder, '--url', server.url.href, '--checksum', sha256(archive)];
    const { stdout } = await command(...options);
    expect(stdout).toContain(`downloaded, checked and unpacked to`);
    expect(stdout).toContain(FOLDER);
  });

  it('fails with one sentence where there is no network', async () => {
    server = await serveArchive(archive);
    const { href, host } = server.url;
    await server.close();
    server = undefined;
    await expect(command('--dir', folder, '--url', href)).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: `${host} cannot be reached (connect ECONNREFUSED ${host}): check the network, or name a mirror with --url.\n`,
    });
  });

  it('refuses a checksum that is none', async () => {
    await expect(command('--checksum', 'abc')).rejects.toMatchObject({
      code: 2,
      stderr: '--checksum must be an MD5 or SHA-256 digest in hexadecimal\n',
    });
  });
});
