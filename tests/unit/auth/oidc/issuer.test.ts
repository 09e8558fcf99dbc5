import { FRESH_MS, Issuer } from '../../../../src/auth/oidc/issuer';
import { IssuerUnreachableError } from '../../../../src/auth/oidc/oidc-errors';

const ISSUER = 'https://login.example.org/';

interface TestProvider {
  readonly issuer: Issuer;
  readonly requests: string[];
  readonly wait: (ms: number) => void;
  isDown: boolean;
  named: string;
}

function provider(): TestProvider {
  const requests: string[] = [];
  let ms = 0;
  const made: TestProvider = {
    requests,
    isDown: false,
    named: ISSUER,
    wait: (more: number): void => void (ms += more),
    issuer: new Issuer({
      settings: {
        issuer: new URL(ISSUER),
        client: undefined,
        audience: 'urn:images',
        groups: { claim: 'groups', roles: [], defaultRole: 'viewer' },
        name: 'a test',
      },
      request: (url) => {
        requests.push(url);
        if (made.isDown) return Promise.reject(new IssuerUnreachableError('down'));
        const body = { issuer: made.named, jwks_uri: `${ISSUER}jwks`, keys: [] };
        return Promise.resolve(Response.json(body));
      },
      monotonicMs: () => ms,
    }),
  };
  return made;
}

describe('what a provider says of itself', () => {
  it('is read when it is needed, and once for all who need it', async () => {
    const { issuer, requests, wait } = provider();
    expect(requests).toEqual([]);
    await Promise.all([1, 2, 3].map(() => issuer.configuration(FRESH_MS)));
    await issuer.configuration(FRESH_MS);
    expect(requests).toEqual([`${ISSUER}.well-known/openid-configuration`]);
    wait(FRESH_MS + 1);
    await issuer.configuration(FRESH_MS);
    expect(requests).toHaveLength(2);
  });

  it('is asked for every five seconds at most while the provider is away', async () => {
    const made = provider();
    made.isDown = true;
    for (let times = 0; times < 10; times += 1) {
      await expect(made.issuer.configuration(FRESH_MS)).rejects.toThrow(IssuerUnreachableError);
    }
    expect(made.requests).toHaveLength(1);
    made.isDown = false;
    made.wait(5000);
    const found = await made.issuer.configuration(FRESH_MS);
    expect(found.serverMetadata().issuer).toBe(ISSUER);
  });

  it('counts on for tokens where the provider is away, and not for signing in', async () => {
    const made = provider();
    await made.issuer.configuration(FRESH_MS);
    made.isDown = true;
    made.wait(3_600_000);
    await expect(made.issuer.configuration(FRESH_MS)).rejects.toThrow(IssuerUnreachableError);
    expect((await made.issuer.lastConfiguration()).serverMetadata().issuer).toBe(ISSUER);
  });

  it('is refused where it is another provider', async () => {
    const made = provider();
    made.named = 'https://evil.example/';
    await expect(made.issuer.configuration(FRESH_MS)).rejects.toThrow(IssuerUnreachableError);
  });
});
