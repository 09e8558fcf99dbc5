import {
  historyAnswerSchema,
  type HistoryAnswer,
} from '../../src/http/api/predictions/history-schema';
import { predictionAnswerSchema } from '../../src/http/api/predictions/prediction-schema';
import { colourPng } from '../support/colour-png';
import { startApplication, type StartedApplication } from '../support/start-application';

/** Five predictions, an hour apart, of images that differ. */
const COUNT = 5;
const HOUR_MS = 3_600_000;
const start = Date.parse('2026-03-01T00:00:00Z');

let application: StartedApplication;
let newestFirst: string[];
let time = start;

beforeAll(async () => {
  application = await startApplication({}, { now: () => new Date(time) });
  const ids: string[] = [];
  for (let i = 0; i < COUNT; i += 1) {
    time = start + i * HOUR_MS;
    const image = colourPng(i % 2 === 0 ? [250, 10, 10] : [10, 10, 250]);
    const { body } = await application.api.post('/api/predict').attach('file', image, 'a.png');
    ids.push(predictionAnswerSchema.parse(body).id);
  }
  newestFirst = ids.reverse();
});
afterAll(() => application.end());

async function page(query = ''): Promise<HistoryAnswer> {
  const { body } = await application.api.get(`/api/predictions${query}`).expect(200);
  return historyAnswerSchema.parse(body);
}

const idsOf = ({ predictions }: HistoryAnswer): string[] => predictions.map(({ id }) => id);

describe('the history', () => {
  it('is newest first', async () => {
    const all = await page();
    expect(idsOf(all)).toEqual(newestFirst);
    expect(all.next_cursor).toBeNull();
  });

  it.each([1, 2, 3, 5])('comes page by page of %i, each prediction once', async (limit) => {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const next: HistoryAnswer = await page(
        `?limit=${String(limit)}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      expect(next.predictions.length).toBeLessThanOrEqual(limit);
      ids.push(...idsOf(next));
      cursor = next.next_cursor;
    } while (cursor !== null);
    expect(ids).toEqual(newestFirst);
  });

  it('keeps its place when predictions are added while it is read', async () => {
    const first = await page('?limit=2');
    time = start + COUNT * HOUR_MS;
    await application.api
      .post('/api/predict')
      .attach('file', colourPng([1, 1, 1]), 'late.png')
      .expect(200);
    const second = await page(`?limit=10&cursor=${encodeURIComponent(first.next_cursor!)}`);
    expect(idsOf(second)).toEqual(newestFirst.slice(2));
  });

  it('is filtered by time, from inclusive and to exclusive', async () => {
    const from = new Date(start + HOUR_MS).toISOString();
    const to = new Date(start + 3 * HOUR_MS).toISOString();
    expect(idsOf(await page(`?from=${from}&to=${to}`))).toEqual(newestFirst.slice(2, 4));
  });

  it('takes a date, and a time in any zone', async () => {
    expect(idsOf(await page('?to=2026-03-01'))).toEqual([]);
    const query = `?to=${encodeURIComponent('2026-03-01T03:00:00+02:00')}`;
    expect(idsOf(await page(query))).toEqual(newestFirst.slice(-1));
  });

  it('is filtered by class, as the statistics count it', async () => {
    const { body } = await application.api.get('/api/statistics');
    const counts = Object.entries(
      (body as { predictions_per_class: Record<string, number> }).predictions_per_class,
    );
    expect(counts.length).toBeGreaterThan(0);
    for (const [name, count] of counts) {
      const { predictions } = await page(`?class=${encodeURIComponent(name)}`);
      expect(predictions).toHaveLength(count);
      expect(predictions.every(({ predicted_class }) => predicted_class === name)).toBe(true);
    }
  });

  it('has nothing of a class nobody saw', async () => {
    expect(await page('?class=Unicorn')).toEqual({ predictions: [], next_cursor: null });
  });
});

describe('a restart', () => {
  it('finds the history and its statistics as they were', async () => {
    const before = await page();
    const { body: statistics } = await application.api.get('/api/statistics');
    const reopened = await application.restart();
    const { body: after } = await reopened.api.get('/api/predictions');
    expect(after).toEqual(before);
    expect((await reopened.api.get('/api/statistics')).body).toEqual(statistics);
    await reopened.stop();
  });
});
