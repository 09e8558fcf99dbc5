import { FIRST_VERSION, HOOK, type RequestWorld } from './request-world';
import type { RequestMaker, RequestParts } from './valid-request';

const REQUESTS: readonly (readonly [string, RequestMaker])[] = [
  ['predict', (world) => ({ form: pictures(world, 'file') })],
  ['predictBatch', (world) => ({ form: pictures(world, 'files', 2) })],
  ['findPrediction', ofPrediction],
  ['predictionImage', ofPrediction],
  ['predictionThumbnail', ofPrediction],
  ['predictionAttention', ofPrediction],
  ['giveFeedback', ofPrediction],
  ['uploadTrainingData', (world) => ({ form: labelledPictures(world) })],
  ['findSample', ofSample],
  ['sampleImage', ofSample],
  ['sampleThumbnail', ofSample],
  ['relabelSample', ofSample],
  ['deleteSample', ofSample],
  ['relabelSamples', withIds('train')],
  ['deleteSamples', withIds('train')],
  ['moveSamples', withIds('test')],
  ['renameClass', withNewName],
  ['deleteClass', async (world) => ({ params: { label: await world.label() } })],
  ['retrain', whenNoJob],
  ['findJob', ofJob],
  ['jobEvents', ofJob],
  ['cancelJob', ofJob],
  ['compareModels', compared],
  ['drawComparison', compared],
  ['rollBackModel', whenPromoted],
  ['deleteModel', ofVersion],
  ['promoteModel', ofVersion],
  ['addBackbone', whenNotAdding],
  ['cancelAdding', whenAdding],
  ['removeBackbone', async (world) => ({ params: { name: await world.backbone() } })],
  ['repositoryLoad', withVersion],
  [
    'repositoryUnload',
    async (world) => ({ json: { parameters: { version: await world.loadedVersion() } } }),
  ],
  ['revokeKey', ofKey],
  ['changeKey', ofKey],
  ['renewSigningSecret', ofKey],
  ['addPerson', (world, example) => ({ json: { ...(example as object), name: world.newName() } })],
  ['createWebhook', (_world, example) => ({ json: { ...(example as object), url: HOOK } })],
  ['changeWebhook', ofWebhook],
  ['removeWebhook', ofWebhook],
  ['renewWebhookSecret', ofWebhook],
  ['tryWebhook', ofWebhook],
  ['listDeliveries', ofWebhook],
  ['changePerson', ofPerson],
  ['removePerson', ofPerson],
  ['signPersonOut', async (world) => ({ params: { id: (await world.signedIn()).id } })],
  ['labelStudioWebhook', withNewPicture],
];

/** What the examples of the API's document leave open, by the names of operations. */
export const API_REQUESTS: ReadonlyMap<string, RequestMaker> = new Map(REQUESTS);

/** A form with pictures in one field. */
export function pictures(world: RequestWorld, field: string, count = 1): FormData {
  const form = new FormData();
  for (let i = 0; i < count; i++) {
    const picture = new Blob([new Uint8Array(world.picture())], { type: 'image/png' });
    form.append(field, picture, `${i}.png`);
  }
  return form;
}

export function labelledPictures(world: RequestWorld): FormData {
  const form = pictures(world, 'files', 2);
  form.append('labels', 'Cat');
  return form;
}

async function ofPrediction(world: RequestWorld): Promise<RequestParts> {
  return { params: { id: await world.prediction() } };
}

async function ofSample(world: RequestWorld): Promise<RequestParts> {
  return { params: { id: await world.sample() } };
}

function withIds(split: 'train' | 'test'): RequestMaker {
  return async (world, example) => ({
    json: { ...(example as object), ids: [await world.sample(split)] },
  });
}

async function withNewName(world: RequestWorld): Promise<RequestParts> {
  return { params: { label: await world.label() }, json: { name: world.newName() } };
}

async function whenNoJob(world: RequestWorld): Promise<RequestParts> {
  await world.noJob();
  return {};
}

async function ofJob(world: RequestWorld): Promise<RequestParts> {
  return { params: { id: await world.job() } };
}

function compared(): RequestParts {
  return { query: `?a=${FIRST_VERSION}&b=${FIRST_VERSION}` };
}

async function whenPromoted(world: RequestWorld): Promise<RequestParts> {
  await world.promoted();
  return {};
}

async function ofVersion(world: RequestWorld): Promise<RequestParts> {
  return { params: { version: await world.version() } };
}

async function whenNotAdding(world: RequestWorld): Promise<RequestParts> {
  await world.notAdding();
  return {};
}

async function whenAdding(world: RequestWorld): Promise<RequestParts> {
  await world.adding();
  return {};
}

async function withVersion(world: RequestWorld): Promise<RequestParts> {
  return { json: { parameters: { version: await world.version() } } };
}

function withNewPicture(world: RequestWorld, example: unknown): RequestParts {
  const image = `data:image/png;base64,${world.picture().toString('base64')}`;
  return { json: { ...(example as object), task: { data: { image } } } };
}

async function ofKey(world: RequestWorld): Promise<RequestParts> {
  return { params: { id: await world.key() } };
}

async function ofWebhook(world: RequestWorld): Promise<RequestParts> {
  return { params: { id: await world.webhook() } };
}

async function ofPerson(world: RequestWorld): Promise<RequestParts> {
  return { params: { id: (await world.person()).id } };
}
