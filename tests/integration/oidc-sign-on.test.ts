import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Role } from '../../src/config/permissions';
import { peopleAnswerSchema } from '../../src/http/api/access/people-schema';
import { IdentityProvider } from '../support/identity-provider/identity-provider';
import { begin, cookiesOf, follow, signOn } from '../support/identity-provider/sign-on';
import { modelFolder } from '../support/model-folder';
import { buildServer, ServerProcess } from '../support/server-process';
import { startApplication, type StartedApplication } from '../support/start-application';

const REDIRECT_URI = 'http://localhost:5000/login/oidc/callback';
const PASSWORD = 'correct horse battery staple';

let folder: string;
let provider: IdentityProvider;
let service: StartedApplication;
/** Another instance over the same database. */
let other: StartedApplication;
let clockMs = 0;

function environment(issuer: string): Record<string, string> {
  return {
    AUTH: 'on',
    PERSISTENCE_DIR: folder,
    TRUST_PROXY: '1',
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'service',
    OIDC_CLIENT_SECRET: 'the secret of the service',
    OIDC_REDIRECT_URI: REDIRECT_URI,
    OIDC_SCOPE: 'openid profile groups',
    OIDC_ROLES: 'ml-admins=admin,annotators=labeler,robots=operator',
    OIDC_AUDIENCE: 'urn:images',
    OIDC_NAME: 'Example Login',
  };
}

const start = (issuer: string): Promise<StartedApplication> =>
  startApplication(environment(issuer), { withModel: false, monotonicMs: () => clockMs });

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'oidc-'));
  provider = await IdentityProvider.start({ redirectUri: REDIRECT_URI, audience: 'urn:images' });
  await provider.knows('ada', { preferred_username: 'ada', groups: ['ml-admins'] });
  await provider.knows('bea', { preferred_username: 'bea', groups: ['annotators', 'x'] });
  await provider.knows('eve', { preferred_username: 'eve', groups: ['guests'] });
  await provider.knows('robot', { groups: ['robots'] });
  service = await start(provider.issuer);
  other = await start(provider.issuer);
});

afterAll(async () => {
  await other.end();
  await service.end();
  await provider.stop();
  rmSync(folder, { recursive: true });
});

const send = (
  address: string,
  cookie: string,
  fields: Record<string, string> = {},
): ReturnType<StartedApplication['api']['post']> =>
  service.api
    .post(address)
    .type('form')
    .set({ Accept: 'text/html', 'Sec-Fetch-Site': 'same-origin', Cookie: cookie })
    .send(fields);

const signedOn = async (name: string): Promise<string> => {
  const answer = await signOn(service, provider, name);
  expect([answer.status, answer.get('Location')]).toEqual([303, '/models']);
  return cookiesOf(answer);
};

const people = async (
  cookie: string,
): Promise<Map<string, ReturnType<typeof peopleAnswerSchema.parse>['people'][number]>> => {
  const { body } = await service.api.get('/api/people').set('Cookie', cookie).expect(200);
  return new Map(peopleAnswerSchema.parse(body).people.map((person) => [person.id, person]));
};

const idOf = async (admin: string, subject: string): Promise<string> =>
  [...(await people(admin)).values()].find(({ external }) => external?.subject === subject)!.id;

describe('the page of signing in', () => {
  it('has a button that leads to the provider with PKCE, a state and a nonce', async () => {
    const page = await follow(service, '/login?returnTo=%2Fhistory');
    expect(page.text).toContain('Sign in with Example Login');
    const href = /href="(\/login\/oidc\?[^"]+)"/.exec(page.text)![1]!;
    expect(href).toBe('/login/oidc?returnTo=%2Fhistory');
    const answer = await follow(service, href);
    const address = new URL(answer.get('Location')!);
    expect(address.origin).toBe(provider.issuer);
    expect(Object.fromEntries(address.searchParams)).toEqual({
      client_id: 'service',
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      scope: 'openid profile groups',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^\w{43}$/),
      nonce: expect.stringMatching(/^\w{43}$/),
    });
    expect(answer.get('Cache-Control')).toBe('no-store');
  });

  it('has the browser keep what ties the sign-in to it, where nothing else reaches it', async () => {
    const plain = await follow(service, '/login/oidc');
    expect(plain.get('Set-Cookie')).toEqual([
      expect.stringMatching(
        /^mlk_sign_in=\w{43}; Max-Age=600; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
      ),
    ]);
    const secure = await service.api.get('/login/oidc').set('X-Forwarded-Proto', 'https');
    expect(secure.get('Set-Cookie')).toEqual([
      expect.stringMatching(
        /^__Host-mlk_sign_in=\w{43}; Max-Age=600; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
  });
});

describe('signing in at the provider', () => {
  it('opens the page that was asked for, with the role of the groups', async () => {
    const answer = await signOn(service, provider, 'bea', '/history?class=cat');
    expect([answer.status, answer.get('Location')]).toEqual([303, '/history?class=cat']);
    const page = await follow(service, '/models', cookiesOf(answer));
    expect(page.text).toMatch(/<summary>bea <span class="badge">labeler/);
    expect((await follow(service, '/people', cookiesOf(answer))).status).toBe(403);
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example'])(
    'leads nowhere else: %j',
    async (returnTo) => {
      const answer = await signOn(service, provider, 'bea', returnTo);
      expect(answer.get('Location')).toBe('/');
    },
  );

  it('is finished by another instance as well', async () => {
    const { address, cookie } = await begin(service, '/history');
    const back = await provider.signIn(address.href, 'bea');
    const answer = await follow(other, back.pathname + back.search, cookie);
    expect([answer.status, answer.get('Location')]).toEqual([303, '/history']);
    expect((await follow(other, '/models', cookiesOf(answer))).status).toBe(200);
  });

  it('is finished once, in the browser that began it alone', async () => {
    const { address, cookie } = await begin(service);
    const back = await provider.signIn(address.href, 'bea');
    const elsewhere = await begin(service);
    for (const wrong of [undefined, elsewhere.cookie]) {
      const answer = await follow(service, back.pathname + back.search, wrong);
      expect([answer.status, answer.text]).toEqual([
        400,
        expect.stringContaining('not begun in this browser'),
      ]);
    }
    expect((await follow(service, back.pathname + back.search, cookie)).status).toBe(303);
    expect((await follow(service, back.pathname + back.search, cookie)).status).toBe(400);
  });

  it('can be begun in two tabs', async () => {
    const first = await begin(service, '/history');
    const second = await begin(service, '/data', first.cookie);
    for (const { address } of [first, second]) {
      const back = await provider.signIn(address.href, 'bea');
      const answer = await follow(service, back.pathname + back.search, first.cookie);
      expect(answer.status).toBe(303);
    }
  });

  it('refuses another state, and what the provider declines', async () => {
    const { address, cookie } = await begin(service);
    const back = await provider.signIn(address.href, 'bea');
    const wrong = new URL(back);
    wrong.searchParams.set('state', 'x'.repeat(43));
    expect((await follow(service, wrong.pathname + wrong.search, cookie)).status).toBe(400);
    const declined = `?error=access_denied&state=${address.searchParams.get('state')!}&iss=${provider.issuer}`;
    const answer = await follow(service, back.pathname + declined, cookie);
    expect([answer.status, answer.text]).toEqual([
      403,
      expect.stringContaining('has not signed you in'),
    ]);
  });

  it('gives nobody a role that no group has', async () => {
    const answer = await signOn(service, provider, 'eve');
    expect([answer.status, answer.text]).toEqual([
      403,
      expect.stringContaining('none of your groups'),
    ]);
    expect(answer.get('Set-Cookie')).toBeUndefined();
  });

  it('makes a new session each time, and ends the one before', async () => {
    const first = await signedOn('bea');
    const { address, cookie } = await begin(service);
    const back = await provider.signIn(address.href, 'bea');
    const answer = await follow(service, back.pathname + back.search, `${first}; ${cookie}`);
    expect(answer.status).toBe(303);
    expect(cookiesOf(answer)).not.toBe(first);
    expect((await follow(service, '/models', first)).get('Location')).toContain('/login');
  });

  it('gives a cookie that scripts and other sites cannot use, tied to the host under TLS', async () => {
    const begun = await service.api.get('/login/oidc').set('X-Forwarded-Proto', 'https');
    const back = await provider.signIn(begun.get('Location')!, 'bea');
    const answer = await service.api
      .get(back.pathname + back.search)
      .set({ 'X-Forwarded-Proto': 'https', Cookie: cookiesOf(begun) });
    expect(answer.get('Set-Cookie')).toEqual([
      expect.stringMatching(/^__Host-mlk_sign_in=; Path=\/; Expires=Thu, 01 Jan 1970/),
      expect.stringMatching(/^__Host-mlk_session=\w{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
  });

  it('takes a form from its own pages, and none from another site', async () => {
    const admin = await signedOn('ada');
    const fields = { name: 'cleo', role: 'viewer', password: PASSWORD };
    const foreign = await service.api
      .post('/people')
      .type('form')
      .set({ Cookie: admin, 'Sec-Fetch-Site': 'cross-site' })
      .send(fields);
    expect(foreign.status).toBe(403);
    expect((await send('/people', admin, fields)).status).toBe(303);
  });
});

describe('somebody whom the provider vouches for', () => {
  it('is among the people, by issuer and subject, once', async () => {
    const admin = await signedOn('ada');
    await signedOn('bea');
    const beas = [...(await people(admin)).values()].filter(({ name }) => name === 'bea');
    expect(beas).toEqual([
      expect.objectContaining({
        role: 'labeler',
        external: { issuer: provider.issuer, subject: 'bea' },
        disabled_at: null,
      }),
    ]);
    const page = await follow(service, '/people', admin);
    expect(page.text).toContain(`bea of ${provider.issuer}`);
  });

  it('never takes over somebody with a password and the same name', async () => {
    const admin = await signedOn('ada');
    expect(
      (await send('/people', admin, { name: 'dan', role: 'admin', password: PASSWORD })).status,
    ).toBe(303);
    await provider.knows('other-dan', { preferred_username: 'dan', groups: ['annotators'] });
    const dan = await signedOn('other-dan');
    expect((await follow(service, '/people', dan)).status).toBe(403);
    const dans = [...(await people(admin)).values()].filter(({ name }) => name === 'dan');
    expect(new Map(dans.map(({ role, external }) => [role, external?.subject]))).toEqual(
      new Map<Role, string | undefined>([
        ['admin', undefined],
        ['labeler', 'other-dan'],
      ]),
    );
    const withPassword = await send('/login', '', { name: 'dan', password: PASSWORD });
    expect(withPassword.status).toBe(303);
    expect((await follow(service, '/people', cookiesOf(withPassword))).status).toBe(200);
  });

  it('gets no password and no role here', async () => {
    const admin = await signedOn('ada');
    const id = await idOf(admin, 'bea');
    for (const fields of [{ password: PASSWORD }, { role: 'admin' }]) {
      const answer = await send(`/people/${id}`, admin, fields);
      expect([answer.status, answer.text]).toEqual([
        400,
        expect.stringContaining('The identity provider decides'),
      ]);
    }
  });

  it('has the role of new groups from the next sign-in on', async () => {
    await provider.knows('fay', { preferred_username: 'fay', groups: ['annotators'] });
    const before = await signedOn('fay');
    expect((await follow(service, '/people', before)).status).toBe(403);
    await provider.knows('fay', { preferred_username: 'fay', groups: ['ml-admins'] });
    expect((await follow(service, '/people', await signedOn('fay'))).status).toBe(200);
    const admin = await signedOn('fay');
    await provider.knows('fay', { preferred_username: 'fay', groups: [] });
    expect((await signOn(service, provider, 'fay')).status).toBe(403);
    expect((await follow(service, '/people', admin)).status).toBe(303);
  });

  it('is locked out by an administrator, and let in again', async () => {
    await provider.knows('gus', { preferred_username: 'gus', groups: ['annotators'] });
    const gus = await signedOn('gus');
    const admin = await signedOn('ada');
    const id = await idOf(admin, 'gus');
    expect((await send(`/people/${id}`, admin, { disabled: 'yes' })).status).toBe(303);
    expect((await follow(service, '/models', gus)).status).toBe(303);
    const refused = await signOn(service, provider, 'gus');
    expect([refused.status, refused.text]).toEqual([
      403,
      expect.stringContaining('locked you out'),
    ]);
    expect((await follow(service, '/people', admin)).text).toContain('Let gus in again');
    expect((await send(`/people/${id}`, admin, { disabled: 'no' })).status).toBe(303);
    await signedOn('gus');
  });

  it('is in the audit log by issuer and subject', async () => {
    await signedOn('bea');
    const admin = await signedOn('ada');
    const page = await follow(service, '/audit?search=callback', admin);
    expect(page.text).toContain(`(bea, labeler), bea of ${provider.issuer}`);
  });
});

describe('signing out', () => {
  it('ends the session on every instance, and leads to signing out at the provider', async () => {
    const cookie = await signedOn('bea');
    clockMs += 1001;
    expect((await follow(other, '/models', cookie)).status).toBe(200);
    const answer = await send('/logout', cookie);
    expect(answer.status).toBe(200);
    const address = new URL(
      /href="(http[^"]+\/session\/end[^"]*)"/
        .exec(answer.text)![1]!
        .replaceAll('&amp;', '&')
        .replaceAll('&#38;', '&'),
    );
    expect(address.origin).toBe(provider.issuer);
    expect(address.searchParams.get('client_id')).toBe('service');
    expect(address.searchParams.get('post_logout_redirect_uri')).toBe(
      'http://localhost:5000/login',
    );
    expect(answer.get('Refresh')).toBe(`0; url=${address.href}`);
    expect((await fetch(address)).status).toBe(200);
    expect((await follow(service, '/models', cookie)).status).toBe(303);
    clockMs += 1001;
    expect((await follow(other, '/models', cookie)).status).toBe(303);
  });

  it('is possible in every browser at once', async () => {
    const [here, there] = [await signedOn('bea'), await signedOn('bea')];
    await send('/logout/everywhere', here);
    expect((await follow(service, '/models', there)).status).toBe(303);
  });
});

describe('a program with a token of the provider', () => {
  const ask = (
    token: string,
    address = '/api/overview',
  ): ReturnType<StartedApplication['api']['get']> =>
    service.api.get(address).set('Authorization', `Bearer ${token}`);

  it('may do what its groups may, and is in the audit log', async () => {
    const token = await provider.tokenOfRobot();
    await ask(token).expect(200);
    await ask(token, '/api/people').expect(403);
    const written = await service.api
      .patch('/api/people/nobody')
      .set('Authorization', `Bearer ${token}`)
      .send({ role: 'admin' });
    expect(written.status).toBe(403);
    const admin = await signedOn('ada');
    const { body } = await service.api.get('/api/audit?actor=robot').set('Cookie', admin);
    expect(body).toMatchObject({
      entries: [
        { actor: { kind: 'token', id: 'robot', name: `robot of ${provider.issuer}` }, status: 403 },
      ],
    });
  });

  it('has other rights with the next token', async () => {
    await provider.knows('robot', { groups: ['nobodies'] });
    const answer = await ask(await provider.tokenOfRobot());
    expect([answer.status, answer.body]).toEqual([
      403,
      expect.objectContaining({ code: 'FORBIDDEN' }),
    ]);
    await provider.knows('robot', { groups: ['robots'] });
  });

  it('goes on when the provider signs with another key, without a restart', async () => {
    await ask(await provider.tokenOfRobot()).expect(200);
    clockMs += 60_001;
    await provider.rotateKeys();
    await ask(await provider.tokenOfRobot()).expect(200);
    await signedOn('bea');
  });
});

describe('without the provider', () => {
  it('sessions and keys go on, and signing in says why it does not', async () => {
    const gone = await IdentityProvider.start({
      redirectUri: REDIRECT_URI,
      audience: 'urn:images',
    });
    await gone.knows('ada', { preferred_username: 'ada', groups: ['ml-admins'] });
    const alone = await start(gone.issuer);
    const answer = await signOn(alone, gone, 'ada');
    expect(answer.status).toBe(303);
    const session = cookiesOf(answer);
    const { text } = await alone.api
      .post('/keys')
      .type('form')
      .set({ Cookie: session, Accept: 'text/html', 'Sec-Fetch-Site': 'same-origin' })
      .send({ name: 'camera', role: 'viewer' });
    const key = /mlk_\w{8}_\w{32}_\w{6}/.exec(text)![0];
    await gone.stop();
    clockMs += 30_001;
    expect((await follow(alone, '/models', session)).status).toBe(200);
    await alone.api.get('/api/overview').set('X-API-Key', key).expect(200);
    const page = await follow(alone, '/login');
    expect([page.status, page.text]).toEqual([
      200,
      expect.stringContaining('Example Login does not answer'),
    ]);
    const begun = await follow(alone, '/login/oidc?returnTo=%2Fhistory');
    expect([begun.status, begun.text]).toEqual([
      503,
      expect.stringContaining('Example Login does not answer'),
    ]);
    expect(begun.text).toContain('value="/history"');
    await alone.end();
  });

  it('the service starts, and finds it later', async () => {
    const nobody = await startApplication(
      { ...environment('http://127.0.0.1:9'), PORT: '0' },
      { withModel: false, monotonicMs: () => clockMs },
    );
    await nobody.listen();
    const login = await follow(nobody, '/login');
    expect(login.text).toContain('Example Login does not answer');
    expect(
      (
        await nobody.api
          .get('/api/overview')
          .set('Authorization', `Bearer ${await provider.tokenOfRobot()}`)
      ).body,
    ).toMatchObject({ code: 'IDENTITY_PROVIDER_UNREACHABLE' });
    await nobody.api.get('/api/health/live').expect(200);
    await nobody.end();
  });
});

describe('the built service', () => {
  it('signs somebody in, with the libraries as they are', async () => {
    buildServer();
    const models = await modelFolder(path.join(folder, 'models'));
    const built = new ServerProcess(folder, { ...environment(provider.issuer), MODEL_DIR: models });
    try {
      const url = await built.ready();
      const begun = await fetch(`${url}/login/oidc`, { redirect: 'manual' });
      const back = await provider.signIn(begun.headers.get('location')!, 'bea');
      const finished = await fetch(url + back.pathname + back.search, {
        redirect: 'manual',
        headers: { cookie: begun.headers.getSetCookie()[0]!.split(';')[0]! },
      });
      expect([finished.status, finished.headers.get('location')]).toEqual([303, '/']);
      const answer = await fetch(`${url}/api/overview`, {
        headers: { authorization: `Bearer ${await provider.tokenOfRobot()}` },
      });
      expect(answer.status).toBe(200);
    } finally {
      await built.destroy();
    }
  }, 180_000);
});

it('writes no token, secret or code down', () => {
  const written = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
  expect(written).not.toContain('the secret of the service');
  expect(written).not.toContain('eyJ');
  expect(JSON.stringify(service.log.lines)).not.toMatch(/eyJ|the secret of the service/);
});
