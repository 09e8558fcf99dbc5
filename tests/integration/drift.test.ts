import { png } from '../support/images';
import { startApplication, type StartedApplication } from '../support/start-application';

const WINDOW = 100;
const AT_ONCE = 10;

interface Answer {
  readonly state: string;
  readonly signals: readonly string[];
  readonly windows: readonly {
    readonly pictures: number;
    readonly is_closed: boolean;
    readonly feedback: { readonly predictions: number; readonly accuracy: number | null };
  }[];
  readonly strangest: readonly { readonly prediction_id: string }[];
}

let service: StartedApplication;

beforeAll(async () => {
  service = await startApplication({
    DRIFT_WINDOW_PICTURES: String(WINDOW),
    RATE_LIMIT_ENABLED: 'false',
  });
}, 120_000);

afterAll(() => service.end());

async function predict(count: number): Promise<string[]> {
  const file = await png();
  const ids: string[] = [];
  while (ids.length < count) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - ids.length) }, () =>
      service.api.post('/api/predict').attach('file', file, 'same.png').expect(200),
    );
    const answers = await Promise.all(some);
    ids.push(...answers.map(({ body }) => (body as { readonly id: string }).id));
  }
  return ids;
}

async function drift(): Promise<Answer> {
  const { body } = await service.api.get('/api/drift').expect(200);
  return body as Answer;
}

describe('drift', () => {
  it('is not known before pictures come', async () => {
    expect(await drift()).toMatchObject({ state: 'unknown', windows: [], strangest: [] });
  }, 120_000);

  it('is seen in pictures that are all the same, and survives a restart', async () => {
    const ids = await predict(60);
    const before = await drift();
    expect(before.state).toBe('unknown');
    expect(before.windows).toMatchObject([{ pictures: 60, is_closed: false }]);
    await service.api
      .post(`/api/predictions/${ids[0]!}/feedback`)
      .send({ correct: true })
      .expect(200);

    service = await service.restart();
    await predict(50);
    const after = await drift();
    expect(after.state).toBe('drifting');
    expect(after.signals).toEqual(expect.arrayContaining(['classes', 'features', 'pixels']));
    expect(after.windows).toMatchObject([
      { pictures: 110, is_closed: true, feedback: { predictions: 1, accuracy: 1 } },
    ]);
    expect(after.strangest).toHaveLength(12);
  }, 120_000);

  it('is shown on a page, with charts', async () => {
    const { text } = await service.api.get('/drift').expect(200);
    expect(text).toContain('do not look like those that the version learned from');
    expect(text).toContain('/thumbnail');
    for (const chart of ['unlikeness.svg', 'accuracy.svg']) {
      expect(text).toContain(`/drift/${chart}?version=`);
      const { headers } = await service.api.get(`/drift/${chart}`).expect(200);
      expect(headers['content-type']).toContain('image/svg+xml');
    }
    await service.api.get('/drift/none.svg').expect(404);
  }, 120_000);

  it('is told of in the log once', () => {
    const told = service.log.lines.filter(({ message }) => message.includes('do not look like'));
    expect(told).toHaveLength(1);
  });

  it('of a version that is not there is refused', async () => {
    await service.api.get('/api/drift?version=none').expect(404);
  });
});
