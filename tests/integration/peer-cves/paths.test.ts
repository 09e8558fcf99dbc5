import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import type { Route } from '../../../src/http/kit/route';
import { ALL_ROUTES } from '../../../src/http/all-routes';
import { differences } from '../../support/requests/kept-state';
import { startOpenService, type OpenService } from '../../support/requests/open-service';

/** Names in paths and bodies that would lead to files, as they did elsewhere. */

const CANARY = 'what-nobody-may-read';
const PARAMETER = /(?<!\\):\w+/g;

const named = (routes: readonly Route[]) =>
  routes.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const);
const WITH_PARAMETERS = ALL_ROUTES.filter(
  ({ path, needsAuth }) => needsAuth !== true && new RegExp(PARAMETER).test(path),
);

let open: OpenService;
let before: readonly string[];

beforeAll(async () => {
  open = await startOpenService();
  for (const folder of ['', 'models', 'persistence']) {
    writeFileSync(path.join(open.folder, folder, 'canary.txt'), CANARY);
  }
  before = open.state();
});
afterAll(() => open.end());

const TRAVERSALS = [
  '..',
  '../canary.txt',
  '..%2fcanary.txt',
  '%2e%2e%2fcanary.txt',
  '..%5ccanary.txt',
  '..\\canary.txt',
  'canary.txt%00',
  '%00',
  '%2fetc%2fpasswd',
  'file:%2f%2f%2fetc%2fpasswd',
  'C:%5cWindows%5cwin.ini',
  '..%c0%af..%c0%afcanary.txt',
  '....%2f%2fcanary.txt',
  '%ff',
  'x'.repeat(5000),
];
const ENCODED_TWICE = [
  '%252e%252e%252fcanary.txt',
  '%252e%252e%255ccanary.txt',
  '..%252fcanary.txt',
  '%25252e%25252e%25252fcanary.txt',
  'canary.txt%2500',
];

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Sent as it is written; `fetch` would tidy up the path. */
function ask(method: string, address: string): Promise<Answer> {
  const { hostname, port } = new URL(open.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path: address }, (answer) => {
      let text = '';
      answer.setEncoding('latin1').on('data', (part: string) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode!, text }));
    });
    sent.on('error', reject).end();
  });
}

const addressOf = ({ path }: Route, value: string): string =>
  path.replaceAll(PARAMETER, () => value).replaceAll('\\:', ':');

async function expectNothingFrom(route: Route, values: readonly string[]): Promise<void> {
  for (const value of values) {
    const { status, text } = await ask(route.method.toUpperCase(), addressOf(route, value));
    const isRefused = status >= 400 && status < 500;
    // `..` is resolved by no one: where it is a whole segment, it is a name that nothing has.
    expect([value, status, isRefused]).toEqual([value, status, true]);
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain('root:');
    expect(text).not.toContain(open.folder);
  }
}

describe('CVE-2023-1177, CVE-2023-2356, CVE-2023-2780: a name that leads to a file', () => {
  it.each(named(WITH_PARAMETERS))('is refused by %s', (_name, route) =>
    expectNothingFrom(route, TRAVERSALS),
  );
});

describe('CVE-2024-1560, CVE-2023-6831: a name that is encoded twice', () => {
  it.each(named(WITH_PARAMETERS))('is refused by %s', (_name, route) =>
    expectNothingFrom(route, ENCODED_TWICE),
  );
});

describe('CVE-2026-24208, CVE-2026-24209: a name that leads elsewhere', () => {
  it('neither ends the service nor changes anything', async () => {
    expect(await open.isAlive()).toBe(true);
    expect(differences(before, open.state())).toEqual([]);
  });
});

describe('CVE-2026-2614: a body that names a file', () => {
  const FILES = ['/etc/passwd', 'file:///etc/passwd', '../canary.txt', 'C:\\Windows\\win.ini'];

  it.each([
    ['/api/backbones', (file: string) => ({ source: file })],
    ['/api/retrain', (file: string) => ({ backbone: file })],
    ['/api/model/evaluate', (file: string) => ({ version: file })],
    [
      '/v2/repository/models/classifier/load',
      (file: string) => ({ parameters: { version: file } }),
    ],
  ])('is refused by %s', async (address, bodyWith) => {
    for (const file of FILES) {
      const answer = await open.service.api.post(address).send(bodyWith(file));
      expect([file, answer.status >= 400 && answer.status < 500]).toEqual([file, true]);
      expect(answer.text).not.toContain(CANARY);
      expect(answer.text).not.toContain('root:');
    }
    expect(differences(before, open.state())).toEqual([]);
  });
});
