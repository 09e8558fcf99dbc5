import { readFileSync, truncateSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Migrator, sql, type Kysely } from 'kysely';
import sharp from 'sharp';
import { CIFAR10_INPUT } from '../../../../src/config/cifar10';
import {
  sampleFile,
  SampleFiles,
  samplesFolder,
} from '../../../../src/dataset/samples/sample-files';
import { takeOverSamples } from '../../../../src/dataset/samples/take-over-samples';
import { DecodingGate } from '../../../../src/imaging/decoding-gate';
import { encodePng } from '../../../../src/imaging/thumbnail';
import type { HistoryTables } from '../../../../src/store/history-tables';
import { migrationProvider } from '../../../../src/store/migrations/migration-provider';
import { openHistoryDatabase } from '../../../../src/store/open-history-database';
import { fileHash } from '../../../../src/store/samples/file-hash';
import { sampleStore } from '../../../../src/store/samples/sample-store';
import type { SampleStore } from '../../../../src/store/samples/sample';
import { jpeg } from '../../../support/images';
import { newSample } from '../../../support/new-sample';
import { recordingLogger, type RecordingLogger } from '../../../support/recording-logger';
import { temporaryFolder } from '../../store/made-predictions';

const BEFORE = '0008-samples-of-label-and-source';
const ALWAYS = new AbortController().signal;

const folders = temporaryFolder();
afterAll(folders.remove);

let count = 0;
let folder: string;
let database: Kysely<HistoryTables>;
let samples: SampleStore;
let files: SampleFiles;
let logger: RecordingLogger;

/** What the release before knew a picture by: its pixels. */
interface Old {
  readonly id: string;
  readonly file: Buffer;
  readonly pixels: Uint8Array;
}

async function picture(seed: number, side = 64): Promise<Old> {
  const file = await jpeg({ width: side, height: side, seed });
  const pixels = Uint8Array.from({ length: 3072 }, (_, i) => (i * seed) % 256);
  return { id: fileHash(pixels), file, pixels };
}

/** As the release before wrote it. */
async function store({ id, file, pixels }: Old, label: string, heldOut: 0 | 1): Promise<void> {
  const key = label.toLowerCase();
  await sql`insert into labels (key, name, created_at) values (${key}, ${label}, 0)
    on conflict do nothing`.execute(database);
  await sql`insert into samples (id, label_key, source, file_name, format, width, height,
      file_bytes, held_out, prediction_id, created_at, updated_at, pixels, thumbnail)
    values (${id}, ${key}, 'upload', 'old.jpg', 'jpeg', 64, 64, ${file.length}, ${heldOut}, null,
      5, 6, ${pixels}, null)`.execute(database);
  await sql`insert into sample_changes (sample_id, changed_at, kind, source, from_label_key,
      to_label_key) values (${id}, 6, 'added', 'upload', null, ${key})`.execute(database);
  await files.write(id, 'jpeg', file);
}

/** Brings the database to this release, as its first start does. */
async function upgrade(): Promise<void> {
  await database.destroy();
  database = await openHistoryDatabase(folder);
  samples = sampleStore(database);
}

const takeOver = (signal = ALWAYS): Promise<void> =>
  takeOverSamples({
    samples,
    files,
    gate: new DecodingGate({ maxPixels: 1e8, maxPictures: 2, maxBulkPictures: 1 }),
    logger,
    monotonicMs: () => 0,
    signal,
  });

beforeEach(async () => {
  folder = path.join(folders.folder, String(count++));
  logger = recordingLogger();
  files = new SampleFiles({ folder: samplesFolder(folder), newId: () => String(count++) });
  database = await openHistoryDatabase(folder);
  const migrator = new Migrator({ db: database, provider: migrationProvider });
  expect((await migrator.migrateTo(BEFORE)).error).toBeUndefined();
});
afterEach(() => database.destroy());

describe('the samples of the release before', () => {
  it('keep their ids, labels, files and sides, and are known by their files', async () => {
    const old = await Promise.all([1, 2, 3].map((seed) => picture(seed)));
    for (const [i, one] of old.entries()) await store(one, 'Fox', i === 1 ? 1 : 0);
    await upgrade();
    await takeOver();
    for (const [i, { id, file }] of old.entries()) {
      const found = await samples.findFile(fileHash(file));
      expect(found).toMatchObject({
        id,
        label: 'Fox',
        fileName: 'old.jpg',
        format: 'jpeg',
        split: i === 1 ? 'held_out' : 'train',
        createdAt: 5,
      });
      expect(await files.readWhole(id, 'jpeg')).toEqual(file);
    }
    expect(logger.lines.filter(({ level }) => level === 'warn')).toEqual([]);
    const put = await samples.put([newSample(fileHash(old[0]!.file), 'Wolf')], 9);
    expect(put).toMatchObject([{ id: old[0]!.id, outcome: 'relabelled', previousLabel: 'Fox' }]);
  });

  it.each<[string, (file: string) => unknown]>([
    ['missing', (file) => rm(file)],
    ['cut off', (file) => truncateSync(file, 200)],
  ])('get a PNG of their pixels where the file is %s, said in one line', async (_how, damage) => {
    const [lost, sound] = [await picture(1), await picture(2)];
    await store(lost, 'Fox', 1);
    await store(sound, 'Fox', 0);
    await damage(sampleFile(samplesFolder(folder), lost.id, 'jpeg'));
    await upgrade();
    await takeOver();
    const png = await encodePng(lost.pixels, CIFAR10_INPUT);
    expect(await samples.find(lost.id)).toMatchObject({
      format: 'png',
      width: 32,
      height: 32,
      fileBytes: png.length,
      split: 'held_out',
      label: 'Fox',
    });
    const file = (await files.readWhole(lost.id, 'png'))!;
    expect(new Uint8Array(await sharp(file).raw().toBuffer())).toEqual(lost.pixels);
    expect((await samples.findFile(fileHash(file)))?.id).toBe(lost.id);
    expect((await samples.find(sound.id))?.format).toBe('jpeg');
    const warnings = logger.lines.filter(({ level }) => level === 'warn');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]!.fields).toEqual({ samples: 1, first: [`${lost.id} (old.jpg)`] });
  });

  it('keep what is left of a damaged file beside its PNG, until they are deleted', async () => {
    const lost = await picture(1);
    await store(lost, 'Fox', 0);
    const file = sampleFile(samplesFolder(folder), lost.id, 'jpeg');
    truncateSync(file, 200);
    await upgrade();
    await takeOver();
    const left = await sweepOlder();
    expect(left).toBe(0);
    expect(readFileSync(`${file}.damaged`)).toEqual(lost.file.subarray(0, 200));
    await samples.delete([lost.id], 9);
    await files.remove(lost.id, 'png');
    expect(await sweepOlder()).toBe(1);
  });

  it('are taken over once, and go on where they were stopped', async () => {
    const old = await Promise.all(Array.from({ length: 5 }, (_, i) => picture(i + 1)));
    for (const one of old) await store(one, 'Fox', 0);
    await upgrade();
    const stop = new AbortController();
    let looked = 0;
    const whole = samples;
    const watched: SampleStore = {
      ...whole,
      takeOver(taken) {
        looked += 1;
        if (looked === 2) stop.abort();
        return whole.takeOver(taken);
      },
    };
    samples = watched;
    await expect(takeOver(stop.signal)).rejects.toThrow(/abort/);
    samples = whole;
    expect(await samples.toTakeOver('', 10)).toHaveLength(3);
    await takeOver();
    expect(await samples.toTakeOver('', 10)).toEqual([]);
    for (const { id, file } of old) expect((await samples.findFile(fileHash(file)))?.id).toBe(id);
  });

  it('are one with what was uploaded anew before they were looked at, and stay held out', async () => {
    const old = await picture(1);
    await store(old, 'Fox', 1);
    await store(await picture(2), 'Fox', 0);
    await store(await picture(3), 'Wolf', 0);
    await upgrade();
    const hash = fileHash(old.file);
    const put = await samples.put([newSample(hash, 'Wolf', { format: 'jpeg' })], 9);
    expect(put).toMatchObject([{ id: hash, outcome: 'new' }]);
    await files.write(hash, 'jpeg', old.file);
    await takeOver();
    expect(await samples.find(hash)).toBeUndefined();
    expect(await files.has(hash, 'jpeg')).toBe(false);
    const found = await samples.findFile(hash);
    expect(found).toMatchObject({ id: old.id, label: 'Wolf', split: 'held_out' });
    const history = await samples.changes(old.id);
    expect(history.map(({ kind, fromLabel, toLabel }) => [kind, fromLabel, toLabel])).toEqual([
      ['added', null, 'Fox'],
      ['relabelled', 'Fox', 'Wolf'],
    ]);
  });

  it('that have one file stay two, and the first is found by it', async () => {
    const [a, b] = [await picture(1), { ...(await picture(2)), file: (await picture(1)).file }];
    await store(a, 'Fox', 0);
    await store(b, 'Wolf', 0);
    await upgrade();
    await takeOver();
    const [first] = [a.id, b.id].sort();
    expect((await samples.findFile(fileHash(a.file)))?.id).toBe(first);
    expect((await samples.list({}, 10)).samples).toHaveLength(2);
    expect(await samples.toTakeOver('', 10)).toEqual([]);
  });
});

const HOUR_MS = 3_600_000;

function sweepOlder(): Promise<number> {
  return files.sweep(Date.now() + 2 * HOUR_MS, (ids) => samples.stored(ids));
}
