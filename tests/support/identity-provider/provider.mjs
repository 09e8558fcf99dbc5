// An OpenID provider as a process of its own: oidc-provider is an ECMAScript module, which Jest does not
// load. It is told what to do by messages, and says when it has done it.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const { redirectUri, audience } = JSON.parse(process.argv[2]);
/** What is known of people, by the name they sign in with. */
const people = new Map();
let keys = 0;
let provider;
let requests = 0;

const server = createServer((req, res) => {
  if (req.url === '/jwks') requests += 1;
  provider.callback()(req, res);
});
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  provider = makeProvider(issuer);
  process.send({ issuer });
});

process.on('message', ({ id, command, ...more }) => {
  if (command === 'person') people.set(more.name, more.claims);
  if (command === 'rotate') provider = makeProvider(provider.issuer);
  process.send({ id, jwksRequests: requests });
});
process.on('disconnect', () => process.exit());

function makeProvider(issuer) {
  const made = new Provider(issuer, {
    clients: [
      {
        client_id: 'service',
        client_secret: 'the secret of the service',
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [new URL('/login', redirectUri).href],
      },
      {
        client_id: 'robot',
        client_secret: 'the secret of the robot',
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
      },
    ],
    jwks: { keys: [newKey()] },
    cookies: { keys: ['a key for the cookies of a test'] },
    claims: { openid: ['sub'], profile: ['preferred_username'], groups: ['groups'] },
    scopes: ['openid', 'profile', 'groups'],
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...people.get(sub) }),
    }),
    extraTokenClaims: (_ctx, token) => ({ groups: people.get(token.clientId)?.groups }),
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: 'images',
          audience,
          accessTokenTTL: 600,
          accessTokenFormat: 'jwt',
        }),
      },
    },
    pkce: { required: () => true },
    ttl: { Grant: 600, Interaction: 600, Session: 600, AccessToken: 600, IdToken: 600 },
  });
  return made;
}

function newKey() {
  keys += 1;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: `key-${keys}`, alg: 'RS256', use: 'sig' };
}
