import { startApplication, type StartedApplication } from '../support/start-application';
import { jpeg } from '../support/images';

let application: StartedApplication;
beforeAll(async () => {
  application = await startApplication();
  for (const name of ['=1+1.jpg', 'with "quotes", and comma.jpg', 'plain.jpg']) {
    await application.api
      .post('/api/predict')
      .attach('file', await jpeg({ seed: name.length }), name)
      .expect(200);
  }
});
afterAll(() => application.end());

describe('GET /api/predictions/export', () => {
  it('gives everything as JSON, newest first, with names and feedback', async () => {
    const { body: list } = await application.api.get('/api/predictions').expect(200);
    const { predictions } = list as { predictions: { id: string }[] };
    await application.api
      .post(`/api/predictions/${predictions[0]!.id}/feedback`)
      .send({ label: 'Frog' })
      .expect(200);
    const answer = await application.api.get('/api/predictions/export').expect(200);
    expect(answer.headers['content-disposition']).toBe('attachment; filename="predictions.json"');
    const entries = answer.body as { id: string; feedback: { label: string } | null }[];
    expect(entries.map(({ id }) => id)).toEqual(predictions.map(({ id }) => id));
    expect(entries.map(({ feedback }) => feedback?.label)).toEqual(['Frog', undefined, undefined]);
  });

  it('gives CSV that spreadsheets read and that is no formula', async () => {
    const { text, headers } = await application.api
      .get('/api/predictions/export?format=csv')
      .expect(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = text.trim().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^id,timestamp,file_name,predicted_class,confidence,/);
    expect(text).toContain('"with ""quotes"", and comma.jpg"');
    expect(text).toContain("'=1+1.jpg");
  });

  it('gives CSV that is no formula where the separator is a semicolon', async () => {
    const names = [
      'x;=1+1.png',
      "a; '@SUM(1).png",
      'b;\t-2.png',
      'c,+3.png',
      'fine; -name.png',
      'a-b.png',
    ];
    for (const name of names) {
      await application.api
        .post('/api/predict')
        .attach('file', await jpeg({ seed: name.length }), name)
        .expect(200);
    }
    const { text } = await application.api.get('/api/predictions/export?format=csv').expect(200);
    for (const cell of text.split(/[;\n]/)) expect(cell).not.toMatch(/^[\s"']*?(?<!')[=+@]/);
    expect(text).toContain("x;'=1+1.png");
    expect(text).toContain("c,'+3.png");
    expect(text).toContain(',a-b.png,');
  });

  it('takes the filters of the list', async () => {
    const { body } = await application.api.get('/api/predictions/export?search=plain').expect(200);
    expect((body as { file_name: string }[]).map((one) => one.file_name)).toEqual(['plain.jpg']);
    const empty = await application.api.get('/api/predictions/export?search=nothing').expect(200);
    expect(empty.body).toEqual([]);
    const csv = await application.api.get('/api/predictions/export?format=csv&search=nothing');
    expect(csv.text.trim().split('\n')).toHaveLength(1);
  });

  it.each(['format=xml', 'limit=x', 'min_confidence=2', 'what=ever'])(
    'refuses %s',
    async (query) => {
      const { body } = await application.api.get(`/api/predictions/export?${query}`).expect(400);
      expect(body).toMatchObject({ code: 'INVALID_QUERY' });
    },
  );
});

describe('looking for predictions', () => {
  const names = async (query: string): Promise<string[]> => {
    const { body } = await application.api.get(`/api/predictions?${query}`).expect(200);
    return (body as { predictions: { file_name: string }[] }).predictions.map((p) => p.file_name);
  };

  it('finds parts of names, in any case, and nothing by wildcards', async () => {
    expect(await names('search=PLAIN')).toEqual(['plain.jpg']);
    expect(await names('search=%25')).toEqual([]);
    expect(await names('search=_')).toEqual([]);
    expect(await names('search=.jpg')).toHaveLength(3);
  });

  it('finds an id', async () => {
    const { body } = await application.api.get('/api/predictions').expect(200);
    const [{ id, file_name }] = (body as { predictions: [{ id: string; file_name: string }] })
      .predictions;
    expect(await names(`search=${id}`)).toEqual([file_name]);
  });

  it('tells the uncertain ones from the others', async () => {
    const [uncertain, certain] = [await names('uncertain=true'), await names('uncertain=false')];
    expect([...uncertain, ...certain].sort()).toEqual((await names('')).sort());
  });
});
