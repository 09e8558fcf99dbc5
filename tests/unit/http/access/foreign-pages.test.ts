import supertest from 'supertest';
import { createHttpApp } from '../../../../src/http/create-http-app';
import { colourPng } from '../../../support/colour-png';
import { httpParts } from '../../../support/http-parts';

const image = colourPng([200, 30, 30]);
const OWN = 'models.lan:5000';
const FRIEND = 'https://friend.example';

const apiWith = (environment: Record<string, string> = {}): ReturnType<typeof supertest> =>
  supertest(createHttpApp(httpParts({ environment })));

type Headers = Record<string, string>;

/** What browsers say of themselves; they name the site to trustworthy addresses only. */
const FOREIGN: [string, Headers][] = [
  ['a page elsewhere', { 'Sec-Fetch-Site': 'cross-site' }],
  ['a page of a neighbour', { 'Sec-Fetch-Site': 'same-site' }],
  ['a page elsewhere, over plain http', { Origin: 'http://evil.example' }],
  ['a page on another port', { Origin: 'http://models.lan:5001' }],
  ['a page without an origin', { Origin: 'null' }],
  [
    'a foreign page that is called own',
    { 'Sec-Fetch-Site': 'cross-site', Origin: `http://${OWN}` },
  ],
];
const OWN_OR_NONE: [string, Headers][] = [
  ['a program', {}],
  ['a page of this service', { 'Sec-Fetch-Site': 'same-origin', Origin: `http://${OWN}` }],
  ['a page of this service, over plain http', { Origin: `http://${OWN}` }],
  [
    'a page behind a proxy that changes the name',
    { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://outside' },
  ],
  ['a person', { 'Sec-Fetch-Site': 'none' }],
];

/** Everything that changes something, pages and API; none of it gets as far as being done. */
const UNSAFE: ['post' | 'patch' | 'delete', string][] = [
  ['post', '/api/predict/batch'],
  ['post', '/api/upload/training-data'],
  ['post', '/api/retrain'],
  ['post', '/api/models/rollback'],
  ['post', '/api/models/any/promote'],
  ['post', '/api/model/evaluate'],
  ['post', '/api/jobs/1/cancel'],
  ['post', '/api/predictions/1/feedback'],
  ['post', '/api/dataset/samples/delete'],
  ['patch', '/api/dataset/samples/1'],
  ['delete', '/api/dataset/samples/1'],
  ['delete', '/api/models/any'],
  ['post', '/models/rollback'],
  ['post', '/train'],
  ['post', '/data'],
  ['post', '/history'],
  ['post', '/API/Models/Rollback'],
  ['delete', '/nothing/at/all'],
];

describe('what changes something', () => {
  it.each(FOREIGN)('is refused when %s sends it, on every route', async (_who, headers) => {
    const api = apiWith();
    for (const [method, path] of UNSAFE) {
      const answer = await api[method](path).set({
        Host: OWN,
        Accept: 'application/json',
        ...headers,
      });
      expect([path, answer.status]).toEqual([path, 403]);
      expect(answer.body).toMatchObject({ code: 'FOREIGN_FORM' });
    }
  });

  it.each(OWN_OR_NONE)('is done when %s sends it', async (_who, headers) => {
    const answer = await apiWith()
      .post('/api/predict')
      .set({ Host: OWN, ...headers })
      .attach('file', image, 'a.png');
    expect(answer.status).toBe(200);
  });

  it('is done for the pages of origins that are listed, in the API alone', async () => {
    const api = apiWith({ CORS_ORIGINS: FRIEND });
    const headers = { Host: OWN, Origin: FRIEND, 'Sec-Fetch-Site': 'cross-site' };
    const predict = (more: Headers): ReturnType<typeof api.post> =>
      api
        .post('/api/predict')
        .set({ ...headers, ...more })
        .attach('file', image, 'a.png');
    const answer = await predict({}).expect(200);
    expect(answer.get('Access-Control-Allow-Origin')).toBe(FRIEND);
    await predict({ Origin: 'https://evil.example' }).expect(403);
    await api.post('/models/rollback').set(headers).expect(403);
  });

  it('is done for every page where any origin is listed, in the API alone', async () => {
    const api = apiWith({ CORS_ORIGINS: '*' });
    const headers = { Host: OWN, Origin: 'https://any.example', 'Sec-Fetch-Site': 'cross-site' };
    await api.post('/api/predict').set(headers).attach('file', image, 'a.png').expect(200);
    await api.post('/models/rollback').set(headers).expect(403);
  });
});

describe('what is only read', () => {
  const read = (headers: Headers, environment?: Record<string, string>): supertest.Test =>
    apiWith(environment)
      .get('/api/predictions/export')
      .set({ Host: OWN, ...headers });
  const site = { 'Sec-Fetch-Site': 'cross-site' };

  it('is given to whoever follows a link', async () => {
    await read({ ...site, 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }).expect(200);
  });

  it.each([
    ['embeds as a picture', { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }],
    ['puts into a frame', { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' }],
    ['asks for without being listed', { 'Sec-Fetch-Mode': 'cors', Origin: 'https://evil.example' }],
  ])('is not given to what another site %s', async (_what, headers) => {
    await read({ ...site, ...headers }).expect(403);
  });

  it('is given to pages of listed origins', async () => {
    const headers = { ...site, 'Sec-Fetch-Mode': 'cors', Origin: FRIEND };
    await read(headers, { CORS_ORIGINS: FRIEND }).expect(200);
  });

  it('is given to programs and own pages', async () => {
    for (const [, headers] of OWN_OR_NONE) await read(headers).expect(200);
  });
});

describe('a question beforehand', () => {
  it('is answered, and lets nobody in who is not listed', async () => {
    const headers = {
      Host: OWN,
      Origin: 'https://evil.example',
      'Sec-Fetch-Site': 'cross-site',
      'Access-Control-Request-Method': 'DELETE',
    };
    const answer = await apiWith().options('/api/models/any').set(headers).expect(204);
    expect(answer.get('Access-Control-Allow-Origin')).toBeUndefined();
  });
});
