import { DRIFT_CHARTS } from '../../../src/dashboard/drift';
import { labelledPictures } from './api-requests';
import { FIRST_VERSION, HOOK, PASSWORD, type RequestWorld } from './request-world';
import type { RequestMaker, RequestParts } from './valid-request';

const SEEN = 303;

const REQUESTS: readonly (readonly [string, RequestMaker])[] = [
  ['post /history', async (world) => fields({ id: await world.prediction(), verdict: 'correct' })],
  ['post /data', (world) => ({ form: labelledPictures(world) })],
  [
    'post /train',
    async (world) => ({ ...(await noJob(world)), ...fields({ mode: 'head' }, SEEN) }),
  ],
  ['get /train/:id', ofJob],
  ['post /train/:id/cancel', async (world) => ({ ...(await ofJob(world)), ...fields({}, SEEN) })],
  ['get /train/:id/curves.svg', async (world) => ({ params: { id: await world.jobWithEpoch() } })],
  ['get /drift/:chart', () => ({ params: { chart: Object.keys(DRIFT_CHARTS)[0]! } })],
  ['get /models/backbones', () => ({ status: SEEN })],
  [
    'post /models/backbones',
    async (world) => {
      await world.notAdding();
      return fields({ source: 'mobilenetv3-small' }, SEEN);
    },
  ],
  [
    'post /models/backbones/cancel',
    async (world) => {
      await world.adding();
      return fields({}, SEEN);
    },
  ],
  [
    'post /models/backbones/:name/delete',
    async (world) => ({ params: { name: await world.backbone() }, ...fields({}, SEEN) }),
  ],
  ['get /models/compare', () => ({ query: `?a=${FIRST_VERSION}&b=${FIRST_VERSION}` })],
  [
    'post /models/rollback',
    async (world) => {
      await world.promoted();
      return fields({});
    },
  ],
  ['get /models/:version', () => ({ params: { version: FIRST_VERSION } })],
  ['get /models/:version/try', () => ({ params: { version: FIRST_VERSION } })],
  ['post /models/:version/promote', ofVersion],
  ['post /models/:version/delete', ofVersion],
  [
    'post /login',
    async (world) => fields({ name: (await world.person()).name, password: PASSWORD }, SEEN),
  ],
  // Nobody signs in at an identity provider here; oidc-sign-on.test.ts has one.
  ['get /login/oidc', () => ({ status: 404 })],
  ['get /login/oidc/callback', () => ({ status: 404 })],
  ['post /logout', () => fields({}, SEEN)],
  ['post /logout/everywhere', () => fields({}, SEEN)],
  [
    'post /account/password',
    () => fields({ 'old-password': PASSWORD, 'new-password': 'another horse, another battery' }),
  ],
  ['post /keys', (world) => fields({ name: world.newName(), role: 'viewer' }, 201)],
  [
    'post /keys/:id',
    async (world) => ({ ...(await ofKey(world)), ...fields({ 'per-minute': '60' }, SEEN) }),
  ],
  [
    'post /keys/:id/signing-secret',
    async (world) => ({ ...(await ofKey(world)), ...fields({}, 201) }),
  ],
  ['post /keys/:id/revoke', async (world) => ({ ...(await ofKey(world)), ...fields({}, SEEN) })],
  ['post /alerts/webhooks', (world) => fields({ name: world.newName(), url: HOOK }, 201)],
  [
    'post /alerts/webhooks/:id',
    async (world) => ({ params: { id: await world.webhook() }, ...fields({ action: 'remove' }) }),
  ],
  [
    'post /people',
    (world) => fields({ name: world.newName(), role: 'viewer', password: PASSWORD }, SEEN),
  ],
  [
    'post /people/:id',
    async (world) => ({
      params: { id: (await world.person()).id },
      ...fields({ role: 'operator' }, SEEN),
    }),
  ],
  [
    'post /people/:id/delete',
    async (world) => ({ params: { id: (await world.person()).id }, ...fields({}, SEEN) }),
  ],
];

/** What the pages send and are sent, by the names of their routes. */
export const PAGE_REQUESTS: ReadonlyMap<string, RequestMaker> = new Map(REQUESTS);

function fields(values: Readonly<Record<string, string>>, status = 200): RequestParts {
  return { form: new URLSearchParams(values), status };
}

async function noJob(world: RequestWorld): Promise<RequestParts> {
  await world.noJob();
  return {};
}

async function ofJob(world: RequestWorld): Promise<RequestParts> {
  return { params: { id: await world.job() } };
}

async function ofKey(world: RequestWorld): Promise<RequestParts> {
  return { params: { id: await world.key() } };
}

async function ofVersion(world: RequestWorld): Promise<RequestParts> {
  return { params: { version: await world.version() }, ...fields({}) };
}
