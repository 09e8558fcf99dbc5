import type { Kysely } from 'kysely';
import type { HistoryTables } from '../../../src/store/history-tables';
import { openHistoryDatabase } from '../../../src/store/open-history-database';
import { predictionStore } from '../../../src/store/prediction-store';
import { storedImages } from '../../../src/store/prediction-images/stored-images';
import { storedPredictions } from '../../../src/store/stored-predictions';
import type {
  NewPredictionImage,
  PredictionImageStore,
} from '../../../src/store/prediction-images/prediction-image';
import { predictionImageStore } from '../../../src/store/prediction-images/prediction-image-store';
import { uncertainQuery } from '../../../src/store/read-predictions';
import { fileHash } from '../../../src/store/samples/file-hash';
import { sampleStore } from '../../../src/store/samples/sample-store';
import { newSample } from '../../support/new-sample';
import { madePrediction, rememberingLog, temporaryFolder } from './made-predictions';

const BYTES = 3072;
const HOUR_MS = 3_600_000;

const folder = temporaryFolder();
afterAll(folder.remove);

let count = 0;
let database: Kysely<HistoryTables>;
const log = rememberingLog();
beforeEach(async () => {
  database = await openHistoryDatabase(`${folder.folder}/${String(count++)}`);
});
afterEach(() => database.destroy());

function images(maxImages = 100, maxUnwritten?: number): PredictionImageStore {
  return predictionImageStore(storedImages(database), {
    log,
    retention: { maxAgeMs: HOUR_MS, maxBytes: maxImages * BYTES },
    ...(maxUnwritten !== undefined && { maxUnwritten }),
  });
}

function image(number: number, fields: Partial<NewPredictionImage> = {}): NewPredictionImage {
  return {
    predictionId: `p${String(number).padStart(4, '0')}`,
    createdAt: 1_000_000 + number,
    confidence: 0.5,
    file: new Uint8Array(BYTES).fill(number % 256).fill(number >> 8, 0, 1),
    format: 'jpeg',
    width: 400,
    height: 300,
    ...fields,
  };
}

/** What is kept is what is counted. */
async function expectKept(store: PredictionImageStore, numbers: readonly number[]): Promise<void> {
  const rows = await database
    .selectFrom('prediction_images')
    .select(['prediction_id', 'bytes'])
    .orderBy('prediction_id')
    .execute();
  expect(rows.map((row) => row.prediction_id)).toEqual(numbers.map((n) => image(n).predictionId));
  expect(await store.totals()).toEqual({
    images: rows.length,
    bytes: rows.reduce((total, { bytes }) => total + bytes, 0),
  });
}

describe('the store of prediction images', () => {
  it('gives an image back at once, before and after it is written', async () => {
    const store = images();
    store.keep(image(1));
    for (let i = 0; i < 2; i += 1) {
      const found = await store.find('p0001');
      expect(found).toEqual({ format: 'jpeg', width: 400, height: 300, thumbnail: null });
      expect([...(await store.file('p0001'))!]).toEqual([...image(1).file]);
      expect(await store.kept(['p0001', 'p0002'])).toEqual(new Set(['p0001']));
      await store.flush();
    }
    await store.close();
  });

  it('keeps so many bytes, thumbnails counted, and lets the oldest go', async () => {
    const store = images(3);
    for (const number of [1, 2, 3]) store.keep(image(number));
    await store.flush();
    await store.addThumbnail('p0003', new Uint8Array(10));
    await store.addThumbnail('p0003', new Uint8Array(10)); // once is enough
    await expectKept(store, [1, 2, 3]);
    store.keep(image(4));
    await store.flush();
    await expectKept(store, [3, 4]);
    await store.close();
  });

  it('keeps within its bytes when far more come at once', async () => {
    const store = images(10);
    for (let number = 1; number <= 300; number += 1) store.keep(image(number));
    await store.flush();
    await expectKept(store, [291, 292, 293, 294, 295, 296, 297, 298, 299, 300]);
    await store.close();
  });

  it('removes what is too old, however much it is', async () => {
    const store = images(1000);
    for (let number = 1; number <= 450; number += 1) store.keep(image(number));
    await store.flush();
    await store.prune(1_000_448 + HOUR_MS);
    await expectKept(store, [448, 449, 450]);
    await store.close();
  });

  it('keeps an image once', async () => {
    const store = images();
    store.keep(image(1));
    store.keep(image(1));
    await store.close();
    await expectKept(store, [1]);
  });

  it('drops the oldest that are not written when there are too many', async () => {
    const store = images(100, 5);
    for (let number = 1; number <= 8; number += 1) store.keep(image(number));
    expect(store.dropped).toBe(3);
    await store.flush();
    await expectKept(store, [4, 5, 6, 7, 8]);
    await store.close();
  });

  it('does not keep one that is larger than all the space there is, and nothing goes for it', async () => {
    const store = images(3);
    store.keep(image(1));
    store.keep(image(2, { file: new Uint8Array(3 * BYTES + 1) }));
    await store.flush();
    await expectKept(store, [1]);
    expect(await store.file('p0002')).toBeUndefined();
    await store.close();
  });

  it('bounds the bytes that wait to be written', async () => {
    const store = predictionImageStore(storedImages(database), {
      log,
      retention: { maxAgeMs: HOUR_MS, maxBytes: 100 * BYTES },
      maxUnwrittenBytes: 3 * BYTES,
    });
    for (let number = 1; number <= 5; number += 1) store.keep(image(number));
    store.keep(image(6, { file: new Uint8Array(4 * BYTES) })); // one is taken whatever it has
    expect(store.dropped).toBe(5);
    await store.flush();
    await expectKept(store, [6]);
    await store.close();
  });

  it('removes large ones some at a time', async () => {
    const large = 20 * 1024 * 1024;
    const stored = storedImages(database);
    for (const number of [1, 2, 3]) {
      await stored.insert([image(number, { file: new Uint8Array(large).fill(number) })], 1e9);
    }
    expect(await stored.prune({ before: 2_000_000 })).toBe(true);
    expect(await stored.totals()).toEqual({ images: 1, bytes: large });
    expect(await stored.prune({ before: 2_000_000 })).toBe(false);
    expect(await stored.totals()).toEqual({ images: 0, bytes: 0 });
  });

  it('removes the files of the images that it removes', async () => {
    const store = images(2);
    for (const number of [1, 2, 3]) store.keep(image(number));
    await store.flush();
    const files = await database.selectFrom('prediction_files').select('prediction_id').execute();
    expect(files.map(({ prediction_id }) => prediction_id).sort()).toEqual(['p0002', 'p0003']);
    await store.close();
  });

  it('adds no thumbnail to an image that is gone', async () => {
    const store = images();
    await store.addThumbnail('p0001', new Uint8Array(10));
    await expectKept(store, []);
    await store.close();
  });
});

describe('what is worth labelling', () => {
  async function listed(store: PredictionImageStore): Promise<string[]> {
    await store.flush();
    const predictions = predictionStore(storedPredictions(database), { log });
    const page = await predictions.list({}, 100, undefined, 'uncertainty');
    return page.predictions.map(({ id }) => id);
  }

  beforeEach(async () => {
    const predictions = predictionStore(storedPredictions(database), { log });
    for (let number = 1; number <= 6; number += 1) {
      const { predictionId: id, createdAt } = image(number);
      predictions.record(madePrediction({ id, createdAt, confidence: 0.5 }));
    }
    await predictions.flush();
  });

  it('is of one image the newest prediction', async () => {
    const store = images();
    const same = { file: new Uint8Array(7) };
    store.keep(image(1, same));
    store.keep(image(2, { confidence: 0.4 }));
    await store.flush();
    store.keep(image(3, same));
    expect(await listed(store)).toEqual(['p0002', 'p0003']);
    await store.close();
  });

  it('is nothing that is a sample, before or after', async () => {
    const store = images();
    const samples = sampleStore(database);
    await samples.put([newSample(fileHash(image(1).file), 'Cat')], 1);
    for (const number of [1, 2, 3]) store.keep(image(number));
    await store.flush();
    await samples.put([newSample(fileHash(image(2).file), 'Cat')], 2);
    expect(await listed(store)).toEqual(['p0003']);
    await store.close();
  });

  it('is found by an index, in its order, whatever is selected', async () => {
    const filter = { predictedClass: 'Cat', modelVersion: 'v1', minConfidence: 0.1, from: 1 };
    const query = uncertainQuery(database, filter).limit(10);
    const isSorted = async (sorted: typeof query): Promise<boolean> =>
      /"(SorterOpen|OpenEphemeral)"/.test(JSON.stringify(await sorted.explain()));
    expect(await isSorted(query)).toBe(false);
    expect(await isSorted(query.clearOrderBy().orderBy('predictions.file_name'))).toBe(true);
  });
});
