import { createHmac } from 'node:crypto';
import { FakeIssuer, type TokenWishes } from '../support/identity-provider/fake-issuer';
import { begin, follow, type PageAnswer } from '../support/identity-provider/sign-on';
import { startApplication, type StartedApplication } from '../support/start-application';

const HOUR_S = 3600;

let issuer: FakeIssuer;
let service: StartedApplication;
let clockMs = 0;
let now = new Date();

beforeAll(async () => {
  issuer = await FakeIssuer.start();
  service = await startApplication(
    {
      AUTH: 'on',
      OIDC_ISSUER: issuer.issuer,
      OIDC_CLIENT_ID: 'service',
      OIDC_CLIENT_SECRET: 'secret',
      OIDC_REDIRECT_URI: 'http://localhost:5000/login/oidc/callback',
      OIDC_ROLES: 'robots=operator',
      OIDC_AUDIENCE: 'urn:images',
    },
    { withModel: false, monotonicMs: () => clockMs, now: () => now },
  );
});

afterAll(async () => {
  await service.end();
  await issuer.stop();
});

beforeEach(() => {
  clockMs += 60_001;
});

const nowS = (): number => Math.floor(Date.now() / 1000);

const encoded = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

/** The claims of a token under another header, signed as is said. */
function resigned(token: string, header: object, sign: (text: string) => string): string {
  const text = `${encoded(header)}.${token.split('.')[1]!}`;
  return `${text}.${sign(text)}`;
}

const unsigned = (token: string): string => resigned(token, { alg: 'none' }, () => '');

const signedWithPublicKey = async (token: string, kid = 'first'): Promise<string> => {
  const key = await issuer.publicKeyText();
  return resigned(token, { alg: 'HS256', typ: 'at+jwt', kid }, (text) =>
    createHmac('sha256', key).update(text).digest('base64url'),
  );
};

describe('a token of a program', () => {
  const ask = async (token: string): Promise<PageAnswer> =>
    service.api.get('/api/overview').set('Authorization', `Bearer ${token}`);

  const refused = async (token: string): Promise<void> => {
    const answer = await ask(token);
    expect([answer.status, answer.body]).toEqual([
      401,
      expect.objectContaining({ code: 'UNAUTHENTICATED' }),
    ]);
    expect(answer.get('WWW-Authenticate')).toBe('Bearer error="invalid_token"');
  };

  it('opens the API', async () => {
    expect((await ask(await issuer.accessToken())).status).toBe(200);
  });

  it.each(['PS256', 'ES256', 'EdDSA'])('may be signed with %s', async (alg) => {
    const key = await FakeIssuer.newKey(`key of ${alg}`, alg);
    issuer.keys.push(key);
    expect((await ask(await issuer.accessToken({ key }))).status).toBe(200);
  });

  it.each<[string, TokenWishes]>([
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['for another audience', { claims: { aud: 'urn:other' } }],
    ['for no audience', { claims: { aud: undefined } }],
    ['that has expired', { claims: { exp: nowS() - HOUR_S } }],
    ['that never expires', { claims: { exp: undefined } }],
    ['that is not good yet', { claims: { nbf: nowS() + HOUR_S } }],
    ['of nobody', { claims: { sub: undefined } }],
    ['that names where its key is', { header: { jku: 'https://evil.example/jwks' } }],
    ['that names a certificate', { header: { x5u: 'https://evil.example/cert' } }],
    ['that brings its own key', { header: { jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } } }],
    ['that brings a certificate', { header: { x5c: ['AAAA'] } }],
    ['with demands that nobody knows', { header: { crit: ['more'], more: true } }],
    ['of another type', { header: { typ: 'dpop+jwt' } }],
  ])('%s is refused', async (_what, wishes) => {
    // The library that signs refuses a header it does not know to be critical.
    const token = wishes.header?.crit
      ? resigned(
          await issuer.accessToken(),
          { alg: 'RS256', kid: 'first', typ: 'at+jwt', ...wishes.header },
          () => 'AAAA',
        )
      : await issuer.accessToken(wishes);
    await refused(token);
  });

  it('signed by somebody else is refused', async () => {
    const key = await FakeIssuer.newKey('first');
    await refused(await issuer.accessToken({ key }));
  });

  it('that was changed is refused', async () => {
    const [header, , signature] = (await issuer.accessToken()).split('.');
    const claims = encoded({ iss: issuer.issuer, aud: 'urn:images', sub: 'x', exp: nowS() + 60 });
    await refused(`${header!}.${claims}.${signature!}`);
  });

  it('without a signature is refused', async () => {
    await refused(unsigned(await issuer.accessToken()));
  });

  it('signed with the public key as a secret is refused', async () => {
    await refused(await signedWithPublicKey(await issuer.accessToken()));
  });

  it.each<[string, TokenWishes]>([
    ['with a nonce', { claims: { nonce: 'n', scope: 'images' } }],
    ['with the hash of an access token', { claims: { at_hash: 'h', scope: 'images' } }],
    ['as Keycloak makes them', { claims: { typ: 'ID', scope: 'images' } }],
    ['with nothing that access tokens have', { claims: { client_id: undefined } }],
    ['of signing out', { claims: { events: {}, scope: 'images' } }],
  ])('that is an ID token or another one is refused: %s', async (_what, { claims }) => {
    await refused(await issuer.accessToken({ header: { typ: 'JWT' }, claims: { ...claims } }));
  });

  it.each<[string, TokenWishes]>([
    ['Keycloak', { header: { typ: 'JWT' }, claims: { typ: 'Bearer', client_id: undefined } }],
    ['Entra', { header: { typ: 'JWT' }, claims: { azpacr: '1', client_id: undefined } }],
    ['Okta', { header: { typ: undefined }, claims: { scp: ['images'], client_id: undefined } }],
  ])('as %s makes it is taken', async (_provider, wishes) => {
    expect((await ask(await issuer.accessToken(wishes))).status).toBe(200);
  });

  it('opens nothing once it has expired, though it was good before', async () => {
    const token = await issuer.accessToken({ claims: { exp: nowS() + 60 } });
    expect((await ask(token)).status).toBe(200);
    now = new Date(now.getTime() + 120_000);
    await refused(token);
    now = new Date();
  });

  it('with keys that nobody knows has the keys read once a minute', async () => {
    expect((await ask(await issuer.accessToken())).status).toBe(200);
    const before = issuer.keyRequests;
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, n) => {
        const key = { ...issuer.keys[0]!, kid: `unknown-${n}` };
        return (await ask(await issuer.accessToken({ key }))).status;
      }),
    );
    expect(new Set(answers)).toEqual(new Set([401]));
    expect(issuer.keyRequests - before).toBe(1);
    clockMs += 59_000;
    await refused(await issuer.accessToken({ key: { ...issuer.keys[0]!, kid: 'unknown' } }));
    expect(issuer.keyRequests - before).toBe(1);
    clockMs += 2000;
    await refused(await issuer.accessToken({ key: { ...issuer.keys[0]!, kid: 'unknown' } }));
    expect(issuer.keyRequests - before).toBe(2);
  });

  it('signed with a key that was withdrawn is refused when the keys are read again', async () => {
    const [first] = issuer.keys;
    const token = await issuer.accessToken({ key: first! });
    expect((await ask(token)).status).toBe(200);
    issuer.keys = [await FakeIssuer.newKey('second')];
    expect((await ask(await issuer.accessToken())).status).toBe(200);
    await refused(token);
    issuer.keys = [first!];
  });

  it('is checked with the last keys for an hour while the issuer is in trouble', async () => {
    expect((await ask(await issuer.accessToken())).status).toBe(200);
    issuer.isDown = true;
    clockMs += 30 * 60_000;
    const other = { claims: { sub: 'other' } };
    expect((await ask(await issuer.accessToken(other))).status).toBe(200);
    clockMs += 31 * 60_000;
    const late = await ask(await issuer.accessToken({ claims: { sub: 'late' } }));
    expect([late.status, late.body]).toEqual([
      503,
      expect.objectContaining({ code: 'IDENTITY_PROVIDER_UNREACHABLE' }),
    ]);
    issuer.isDown = false;
    clockMs += 5001;
    expect((await ask(await issuer.accessToken({ claims: { sub: 'later' } }))).status).toBe(200);
  });

  it('changes something wherever it comes from, as a key does', async () => {
    const answer = await service.api
      .post('/api/backbones')
      .set('Authorization', `Bearer ${await issuer.accessToken()}`)
      .send({});
    expect([401, 403]).not.toContain(answer.status);
  });
});

describe('an ID token', () => {
  const finish = async (make: (nonce: string) => Promise<string>): Promise<PageAnswer> => {
    const { address, cookie } = await begin(service);
    issuer.idToken = await make(address.searchParams.get('nonce')!);
    const state = address.searchParams.get('state')!;
    return follow(service, `/login/oidc/callback?code=any&state=${state}`, cookie);
  };

  it('signs somebody in', async () => {
    const answer = await finish((nonce) => issuer.idTokenFor(nonce));
    expect([answer.status, answer.get('Location')]).toEqual([303, '/models']);
  });

  it.each<[string, TokenWishes]>([
    ['with another nonce', { claims: { nonce: 'another' } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['for somebody else', { claims: { aud: 'another service' } }],
    ['for several, given to another one', { claims: { aud: ['service', 'x'], azp: 'x' } }],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['that has expired', { claims: { exp: nowS() - HOUR_S } }],
    ['of nobody', { claims: { sub: '' } }],
    ['with a key that nobody knows', { header: { kid: 'unknown' } }],
  ])('%s does not', async (_what, wishes) => {
    const answer = await finish((nonce) => issuer.idTokenFor(nonce, wishes));
    expect([answer.status, answer.text]).toEqual([
      403,
      expect.stringContaining('does not prove who you are'),
    ]);
    expect(answer.get('Set-Cookie')).toBeUndefined();
  });

  it.each<[string, (token: string) => Promise<string> | string]>([
    ['without a signature', unsigned],
    ['signed with the public key as a secret', signedWithPublicKey],
  ])('%s does not', async (_what, change) => {
    const answer = await finish(async (nonce) => change(await issuer.idTokenFor(nonce)));
    expect([answer.status, answer.get('Set-Cookie')]).toEqual([403, undefined]);
  });

  it('signed by somebody else does not', async () => {
    const key = await FakeIssuer.newKey('first');
    const answer = await finish((nonce) => issuer.idTokenFor(nonce, { key }));
    expect([answer.status, answer.get('Set-Cookie')]).toEqual([403, undefined]);
  });

  it('opens no API', async () => {
    const token = await issuer.idTokenFor('n', { claims: { aud: ['service', 'urn:images'] } });
    const answer = await service.api.get('/api/overview').set('Authorization', `Bearer ${token}`);
    expect(answer.status).toBe(401);
  });
});
