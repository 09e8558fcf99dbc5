import { ALL_ROUTES } from '../../../src/http/all-routes';
import type { Route } from '../../../src/http/kit/route';
import { colourPng } from '../../support/colour-png';
import { FIRST_VERSION } from '../../support/requests/request-world';
import { startOpenService, type OpenService } from '../../support/requests/open-service';

/** Texts of clients that are shown to others, as they were markup elsewhere. */

const SCRIPT = '"><img src=x onerror=alert(1)>';
/** What browsers would take for an element. */
const MARKUP = /<img src=x|<script>alert|<svg onload/i;

let open: OpenService;
let sample: string;
let prediction: string;

beforeAll(async () => {
  open = await startOpenService();
  const { api } = open.service;
  const saved = await api
    .post('/api/upload/training-data')
    .field('labels', SCRIPT)
    .attach('files', colourPng([1, 2, 3]), `${SCRIPT}.png`)
    .expect(200);
  sample = (saved.body as { files: { id: string }[] }).files[0]!.id;
  const predicted = await api
    .post('/api/predict')
    .attach('file', colourPng([3, 2, 1]), `${SCRIPT}.png`)
    .expect(200);
  prediction = (predicted.body as { id: string }).id;
  await api.post(`/api/predictions/${prediction}/feedback`).send({ label: SCRIPT }).expect(200);
});
afterAll(() => open.end());

const PAGES = ALL_ROUTES.filter(
  ({ method, answer, needsAuth }) =>
    method === 'get' && answer.kind === 'page' && needsAuth !== true,
).map((route) => [route.path, route] as const);

const addressOf = ({ path }: Route, value: string): string => path.replaceAll(/:\w+/g, value);

describe('CVE-2024-23633, CVE-2025-47783: a label or file name that is markup', () => {
  it.each(PAGES)('is text in %s', async (_name, route) => {
    const { text, status } = await open.service.api
      .get(addressOf(route, FIRST_VERSION))
      .set('Accept', 'text/html');
    expect(status).toBeLessThan(500);
    expect(text).not.toMatch(MARKUP);
  });

  it('is shown at all, so that the pages have something to escape', async () => {
    const escaped = '&gt;&lt;img src=x onerror=alert(1)&gt;';
    for (const page of ['/data', '/history']) {
      expect((await open.service.api.get(page).expect(200)).text).toContain(escaped);
    }
  });

  it('is text in charts, and none of them is a page', async () => {
    const { headers, body } = await open.service.api
      .get('/data/classes.svg')
      .buffer(true)
      .expect(200);
    expect((body as Buffer).toString()).not.toMatch(MARKUP);
    expect(headers['content-security-policy']).toContain('sandbox');
  });
});

describe('CVE-2025-25296, CVE-2024-26152: markup in an address', () => {
  it.each(PAGES)('is text in %s', async (_name, route) => {
    const markup = encodeURIComponent('"><svg onload=alert(1)><script>alert(1)</script>');
    const query = ['label', 'search', 'class', 'cursor', 'version', 'a', 'b', 'returnTo', 'q'].map(
      (name) => `${name}=${markup}`,
    );
    for (const address of [
      addressOf(route, markup),
      `${addressOf(route, FIRST_VERSION)}?${query.join('&')}`,
      ...query.map((one) => `${addressOf(route, FIRST_VERSION)}?${one}`),
    ]) {
      const answer = await fetch(open.url + address, { headers: { Accept: 'text/html' } });
      expect([address, answer.status < 500]).toEqual([address, true]);
      expect(await answer.text()).not.toMatch(MARKUP);
      expect(answer.headers.get('Content-Security-Policy')).toContain("script-src 'self'");
    }
  });
});

describe('CVE-2023-47115: a page that is uploaded as a picture', () => {
  const PAGE = Buffer.from('<!doctype html><script>alert(1)</script>');

  it.each(['a.png', 'a.html', 'a.svg'])('is not kept as %s', async (name) => {
    const before = open.state();
    const { api } = open.service;
    await api.post('/api/predict').attach('file', PAGE, name).expect(415);
    await api
      .post('/api/upload/training-data')
      .field('labels', 'x')
      .attach('files', PAGE, name)
      .expect(422);
    expect(open.state()).toEqual(before);
  });

  it.each([
    ['a sample', () => `/api/dataset/samples/${sample}/image`],
    ['a prediction', () => `/api/predictions/${prediction}/image`],
  ])('is nothing that the picture of %s can be taken for', async (_what, address) => {
    const { headers } = await open.service.api.get(address()).expect(200);
    expect(headers['content-type']).toBe('image/png');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toBeDefined();
    expect(headers['content-disposition'] ?? '').not.toMatch(/[<>\r\n]/);
  });
});
