import { colourPng } from '../support/colour-png';
import { startApplication, type StartedApplication } from '../support/start-application';

let application: StartedApplication;
beforeAll(async () => (application = await startApplication()));
afterAll(() => application.end());

describe('GET /', () => {
  it('is titled as clients of the Flask system look for it', async () => {
    const page = await application.api.get('/').expect(200);
    expect(page.text).toMatch(/<title>[^<]*Image Classification<\/title>/);
  });
});

describe('GET /predict', () => {
  it('shows the model in service and the latest predictions, with their text escaped', async () => {
    await application.api
      .post('/api/predict')
      .attach('file', colourPng([200, 10, 10]), '<img src=x>.png')
      .expect(200);
    const { body: info } = await application.api.get('/api/model/info');
    const page = await application.api
      .get('/predict')
      .expect(200)
      .expect('Content-Type', /^text\/html/);
    expect(page.text).toContain((info as { version: string }).version);
    expect(page.text).toContain('&lt;img src=x');
    expect(page.text).not.toContain('<img src=x');
  });

  it('has no inline script or style, and loads nothing from elsewhere', async () => {
    const { text } = await application.api.get('/predict');
    expect(text).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
    for (const [tag] of text.matchAll(/<script[^>]*>/g)) {
      expect(tag).toMatch(/ src="|type="application\/json"/);
    }
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  it('loads only what is there', async () => {
    const { text } = await application.api.get('/predict');
    const urls = [...text.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, url]) => url!);
    expect(urls.length).toBeGreaterThan(0);
    for (const url of urls) await application.api.get(url).expect(200);
  });

  it('takes no other method', async () => {
    await application.api.post('/predict').expect(405).expect('Allow', 'GET, HEAD, OPTIONS');
  });
});

describe('what browsers load', () => {
  it.each(['/', '/css/base.css', '/vendor/uplot/uPlot.iife.min.js'])(
    'compresses %s where that is understood',
    async (path) => {
      const { api } = application;
      const compressed = await api.get(path).set('Accept-Encoding', 'gzip').expect(200);
      expect(compressed.headers).toMatchObject({
        'content-encoding': 'gzip',
        vary: expect.stringContaining('Accept-Encoding'),
      });
      const plain = await api.get(path).set('Accept-Encoding', 'identity').expect(200);
      expect(plain.headers).not.toHaveProperty('content-encoding');
      expect(plain.text.length).toBeGreaterThan(1000);
    },
  );

  it('is told apart by version: what a browser has already is not sent again', async () => {
    const ask = () => application.api.get('/css/base.css').set('Accept-Encoding', 'gzip');
    const { headers } = await ask().expect(200);
    await ask().set('If-None-Match', headers.etag!).expect(304);
  });

  it('leaves answers to programs as they are', async () => {
    const { headers } = await application.api
      .get('/api/model/info')
      .set('Accept-Encoding', 'gzip')
      .expect(200);
    expect(headers).not.toHaveProperty('content-encoding');
  });
});

describe('an address where nothing is', () => {
  const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';

  it.each(['/nothing', '/models/nothing', '/train/nothing'])(
    'is a page to a browser at %s, with a way on',
    async (path) => {
      const { text } = await application.api
        .get(path)
        .set('Accept', HTML)
        .expect(404)
        .expect('Content-Type', /^text\/html/);
      expect(text).toContain('Nothing here');
      expect(text).toMatch(/class="site-nav"/);
    },
  );

  it.each([
    ['/nothing', '*/*'],
    ['/api/nothing', HTML],
  ])('is JSON at %s to who accepts %s', async (path, accept) => {
    const { body } = await application.api.get(path).set('Accept', accept).expect(404);
    expect(body).toMatchObject({ code: 'NOT_FOUND' });
  });
});
