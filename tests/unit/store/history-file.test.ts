import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { readStatistics } from '../../../src/store/class-totals';
import { exportHistory } from '../../../src/store/history-file/export-history';
import {
  formatHistoryEntry,
  parseHistoryEntry,
  UnusableEntryError,
} from '../../../src/store/history-file/history-entry';
import {
  importHistory,
  type ImportCounts,
  type UnusableEntry,
} from '../../../src/store/history-file/import-history';
import type { HistoryTables } from '../../../src/store/history-tables';
import { insertPredictions } from '../../../src/store/insert-predictions';
import { openHistoryDatabase } from '../../../src/store/open-history-database';
import type { Prediction } from '../../../src/store/prediction';
import { findPrediction, scanPredictions } from '../../../src/store/read-predictions';
import { anyPrediction, madePrediction, temporaryFolder } from './made-predictions';

const { folder, remove } = temporaryFolder();
const open: Kysely<HistoryTables>[] = [];
afterEach(async () => {
  for (const database of open.splice(0)) await database.destroy();
});
afterAll(remove);

async function newHistory(): Promise<Kysely<HistoryTables>> {
  const database = await openHistoryDatabase(mkdtempSync(path.join(folder, 'history-')));
  open.push(database);
  return database;
}

async function importText(
  database: Kysely<HistoryTables>,
  text: string,
): Promise<{ readonly counts: ImportCounts; readonly problems: UnusableEntry[] }> {
  const problems: UnusableEntry[] = [];
  const counts = await importHistory(database, Readable.from([text]), {
    onUnusable: (problem) => problems.push(problem),
  });
  return { counts, problems };
}

async function all(database: Kysely<HistoryTables>): Promise<Prediction[]> {
  const predictions: Prediction[] = [];
  for await (const page of scanPredictions(database, 7)) predictions.push(...page);
  return predictions;
}

/** As the original system writes it. */
const oldEntry = {
  predicted_class: 'Dog',
  predicted_class_index: 5,
  confidence: 0.9,
  prediction_time_ms: 67.3,
  timestamp: '2024-05-01T10:00:00.123456',
  all_probabilities: { Cat: 0.1, Dog: 0.9 },
  filename: 'dog.png',
};
const parse = (entry: unknown): Prediction => parseHistoryEntry(JSON.stringify(entry));

describe('entry of a history file', () => {
  it('of the original system becomes a prediction', () => {
    expect(parse(oldEntry)).toEqual<Prediction>({
      id: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      createdAt: Date.UTC(2024, 4, 1, 10, 0, 0, 123),
      fileName: 'dog.png',
      predictedClass: 'Dog',
      predictedClassIndex: 5,
      confidence: 0.9,
      durationMs: 67.3,
      modelVersion: 'imported',
      uncertain: false,
      allProbabilities: { Cat: 0.1, Dog: 0.9 },
    });
  });

  it('needs no more than class, confidence and time', () => {
    const { timestamp, predicted_class, confidence } = oldEntry;
    expect(parse({ timestamp, predicted_class, confidence })).toMatchObject({
      predictedClass: 'Dog',
      predictedClassIndex: 5,
      allProbabilities: {},
    });
  });

  it('has the id of its content: the same again, another for another', () => {
    const { id } = parse(oldEntry);
    expect(parse({ ...oldEntry }).id).toBe(id);
    for (const other of [
      { timestamp: '2024-05-01T10:00:00.123457' },
      { filename: 'other.png' },
      { confidence: 0.91 },
      { all_probabilities: { Cat: 0.2, Dog: 0.9 } },
    ]) {
      expect(parse({ ...oldEntry, ...other }).id).not.toBe(id);
    }
  });

  it('has ids that sort by time', () => {
    const times = fc.integer({ min: 0, max: Date.UTC(10_000, 0, 1) - 1 });
    fc.assert(
      fc.property(times, times, (a, b) => {
        fc.pre(a < b);
        const idAt = (time: number): string =>
          parse({ ...oldEntry, timestamp: new Date(time).toISOString() }).id;
        expect(idAt(a) < idAt(b)).toBe(true);
      }),
    );
  });

  it.each([
    ['2024-05-01T10:00:00', '2024-05-01T10:00:00.000Z'],
    ['2024-05-01 10:00:00.5', '2024-05-01T10:00:00.500Z'],
    ['2024-05-01T10:00:00.123456Z', '2024-05-01T10:00:00.123Z'],
    ['2024-05-01T10:00:00+02:00', '2024-05-01T08:00:00.000Z'],
    ['2024-05-01T10:00:00.1-0330', '2024-05-01T13:30:00.100Z'],
  ])('has the time %s, which is %s', (timestamp, expected) => {
    expect(new Date(parse({ ...oldEntry, timestamp }).createdAt).toISOString()).toBe(expected);
  });

  it.each<[string, unknown, string]>([
    ['no object', 5, 'expected object'],
    ['no class', { ...oldEntry, predicted_class: undefined }, 'predicted_class'],
    ['a confidence in percent', { ...oldEntry, confidence: 90 }, 'confidence'],
    ['a confidence in words', { ...oldEntry, confidence: '0.9' }, 'confidence'],
    ['no time', { ...oldEntry, timestamp: undefined }, 'timestamp'],
    ['a time that is none', { ...oldEntry, timestamp: '2024-13-01T10:00:00' }, 'timestamp'],
    ['a date alone', { ...oldEntry, timestamp: '2024-05-01' }, 'timestamp'],
    ['a time before computers', { ...oldEntry, timestamp: '1969-12-31T23:59:59' }, 'timestamp'],
    ['a hostile id', { ...oldEntry, id: 'a b' }, 'id'],
    [
      'probabilities that are none',
      { ...oldEntry, all_probabilities: { Cat: 'x' } },
      'all_probabilities.Cat',
    ],
  ])('is not usable with %s, and says why', (_name, entry, reason) => {
    expect(() => parse(entry)).toThrow(UnusableEntryError);
    expect(() => parse(entry)).toThrow(reason);
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(anyPrediction, (prediction) => {
        expect(parseHistoryEntry(formatHistoryEntry(prediction))).toEqual(prediction);
      }),
    );
  });
});

describe('import', () => {
  it.each([
    ['an array', [oldEntry]],
    ['an object with predictions', { version: 1, predictions: [oldEntry] }],
  ])('takes %s', async (_name, content) => {
    const database = await newHistory();
    const { counts } = await importText(database, JSON.stringify(content));
    expect(counts).toEqual({ added: 1, known: 0, unusable: 0 });
    expect(await all(database)).toEqual([parse(oldEntry)]);
    expect(await readStatistics(database)).toMatchObject({ total: 1, perClass: { Dog: 1 } });
  });

  it('adds nothing the second time', async () => {
    const database = await newHistory();
    const text = JSON.stringify(
      Array.from({ length: 600 }, (_, i) => ({ ...oldEntry, filename: `${i}.png` })),
    );
    expect((await importText(database, text)).counts).toEqual({
      added: 600,
      known: 0,
      unusable: 0,
    });
    expect((await importText(database, text)).counts).toEqual({
      added: 0,
      known: 600,
      unusable: 0,
    });
    expect((await readStatistics(database)).total).toBe(600);
  });

  it('reports each unusable entry by its position, and takes the others', async () => {
    const database = await newHistory();
    const good = JSON.stringify(oldEntry);
    const { counts, problems } = await importText(
      database,
      `[NaN, ${good}, {}, ${good.slice(0, 40)}`,
    );
    expect(counts).toEqual({ added: 1, known: 0, unusable: 3 });
    expect(problems.map(({ position }) => position)).toEqual([0, 2, 3]);
    expect(problems.at(-1)?.reason).toBe('the file ends in the middle of it');
  });
});

describe('export', () => {
  it('writes a file from which the import makes the same history', async () => {
    const anyHistory = fc.uniqueArray(anyPrediction, { selector: ({ id }) => id, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(anyHistory, async (history) => {
        const [from, to] = [await newHistory(), await newHistory()];
        await insertPredictions(from, history);
        const file = path.join(folder, 'round-trip.json');
        expect(await exportHistory(from, file)).toBe(history.length);
        const { counts } = await importText(to, readFileSync(file, 'utf8'));
        expect(counts).toEqual({ added: history.length, known: 0, unusable: 0 });
        expect(await all(to)).toEqual(await all(from));
        for (const one of history) expect(await findPrediction(to, one.id)).toEqual(one);
      }),
      { numRuns: 15 },
    );
  });

  it('is JSON of the original fields, oldest first, over several pages', async () => {
    const database = await newHistory();
    const history = Array.from({ length: 2001 }, (_, i) => madePrediction({ createdAt: 3000 - i }));
    await insertPredictions(database, history);
    const file = path.join(folder, 'large.json');
    await exportHistory(database, file);
    const entries = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>[];
    expect(entries.map(({ id }) => id)).toEqual(history.map(({ id }) => id).toReversed());
    expect(entries[0]).toMatchObject({
      timestamp: '1970-01-01T00:00:01.000Z',
      file_name: 'cat.jpg',
      predicted_class: 'Cat',
      prediction_time_ms: 1.5,
    });
  });

  it('that is broken off leaves the file of before, and nothing else', async () => {
    const database = await newHistory();
    await insertPredictions(database, [madePrediction()]);
    const target = mkdtempSync(path.join(folder, 'export-'));
    const file = path.join(target, 'history.json');
    await exportHistory(database, file);
    const before = readFileSync(file, 'utf8');
    const signal = AbortSignal.abort(new Error('interrupted'));
    await expect(exportHistory(database, file, { signal })).rejects.toThrow('interrupted');
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(readdirSync(target)).toEqual(['history.json']);
  });
});
