import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { JobStore } from '../../../src/store/jobs/job';
import { convolutional } from '../../unit/backbones/networks';
import { colourPng } from '../colour-png';
import { writeTinyVersion } from '../tiny-version';

/** The version that is active when everything begins: the one that the examples of the API name. */
export const FIRST_VERSION = 'cifar10-small-1';

/**
 * What requests are about. Those that change something get something of their own each time, so that
 * one of them takes nothing away from another.
 */
export interface RequestWorld {
  /** A labelled picture, by its id. */
  sample(split?: 'train' | 'test'): Promise<string>;
  /** The name of a class with a labelled picture. */
  label(): Promise<string>;
  /** A prediction that was kept with its picture, by its id. */
  prediction(): Promise<string>;
  /** A version that is not active. */
  version(): Promise<string>;
  /** A version that is loaded, and is not active. */
  loadedVersion(): Promise<string>;
  /** Another version is active now, after {@link FIRST_VERSION}. */
  promoted(): Promise<void>;
  /** A retraining that has not ended, by its id. */
  job(): Promise<string>;
  /** A retraining that has ended and tells of an epoch, by its id. */
  jobWithEpoch(): Promise<string>;
  /** No retraining is under way. */
  noJob(): Promise<void>;
  /** A network is being added. */
  adding(): Promise<void>;
  /** None is. */
  notAdding(): Promise<void>;
  /** The name of a network that is there. */
  backbone(): Promise<string>;
  /** The id of a key. */
  key(): Promise<string>;
  /** The id of a webhook. */
  webhook(): Promise<string>;
  /** Somebody who can sign in, by id and name. */
  person(): Promise<{ readonly id: string; readonly name: string }>;
  /** A name that nothing has. */
  newName(): string;
  /** The same, who is signed in. */
  signedIn(): Promise<{ readonly id: string }>;
  /** A picture that was never sent before. */
  picture(): Buffer;
}

/** The password of everybody who can sign in. */
export const PASSWORD = 'correct horse battery staple';

export interface WorldParts {
  readonly url: string;
  readonly modelDir: string;
  /** The key of an administrator. */
  readonly key: string;
  /** The jobs in the database of the service, open beside it. */
  readonly jobs: Pick<JobStore, 'change'>;
}

/** Makes everything anew, with requests of an administrator. */
export function liveWorld({ url, modelDir, key, jobs: store }: WorldParts): RequestWorld {
  let made = 0;
  const ask = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const headers = { ...(init.headers as Record<string, string>), 'X-API-Key': key };
    const answer = await fetch(url + path, { ...init, headers });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const post = <T>(path: string, body: object): Promise<T> =>
    ask<T>(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const newName = (): string => `new-${(made += 1)}`;
  const picture = (): Buffer => {
    made += 1;
    return colourPng([made % 256, (made * 7) % 256, made >> 8], 16);
  };
  const asForm = (files: readonly Buffer[], name: string): FormData => {
    const form = new FormData();
    for (const [i, file] of files.entries()) {
      form.append(name, new Blob([new Uint8Array(file)], { type: 'image/png' }), `${i}.png`);
    }
    return form;
  };
  const upload = async (label: string, use?: 'test'): Promise<string> => {
    const form = asForm([picture()], 'files');
    form.append('labels', label);
    if (use !== undefined) form.append('use', use);
    const answer = await ask<{ files: { id: string }[] }>('/api/upload/training-data', {
      method: 'POST',
      body: form,
    });
    return answer.files[0]!.id;
  };
  const untilOver = async (path: string, isOver: (state: string) => boolean): Promise<void> => {
    while (!isOver((await ask<{ state: string }>(path)).state)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  const world: RequestWorld = {
    picture,
    newName,
    async sample(split = 'train') {
      if (split === 'train') return upload('Cat');
      return upload(newName(), 'test');
    },
    async label() {
      const name = newName();
      await upload(name);
      return name;
    },
    async prediction() {
      const form = asForm([picture()], 'file');
      return (await ask<{ id: string }>('/api/predict', { method: 'POST', body: form })).id;
    },
    async version() {
      const version = newName();
      await writeTinyVersion(modelDir, { version });
      return version;
    },
    async loadedVersion() {
      const version = await world.version();
      await post('/v2/repository/models/classifier/load', { parameters: { version } });
      return version;
    },
    async promoted() {
      await post(`/api/models/${await world.version()}/promote`, {});
    },
    async noJob() {
      const { jobs } = await ask<{ jobs: { id: string; state: string }[] }>('/api/jobs');
      for (const { id, state } of jobs) {
        if (isOver(state)) continue;
        // It may have ended by itself in the meantime.
        await post(`/api/jobs/${id}/cancel`, {}).catch(() => undefined);
        await untilOver(`/api/jobs/${id}`, isOver);
      }
    },
    async job() {
      await world.noJob();
      return (await post<{ job_id: string }>('/api/retrain', {})).job_id;
    },
    async jobWithEpoch() {
      const id = await world.job();
      await store.change(id, { epochs: [EPOCH, { ...EPOCH, epoch: 2, loss: 0.5 }] });
      await world.noJob();
      return id;
    },
    async notAdding() {
      const { state } = await ask<{ state: string }>(ADDING);
      // It may have ended by itself in the meantime.
      if (state === 'adding') await ask(ADDING, { method: 'DELETE' }).catch(() => undefined);
      await untilOver(ADDING, (now) => now !== 'adding');
    },
    async adding() {
      await world.notAdding();
      await post('/api/backbones', { source: 'mobilenetv3-small' });
    },
    async backbone() {
      await world.notAdding();
      const form = new FormData();
      const name = newName();
      for (const field of ['mean', 'std']) form.append(field, '0.5,0.5,0.5');
      form.append('name', name);
      form.append('file', new Blob([new Uint8Array(convolutional())]), 'network.onnx');
      await ask('/api/backbones', { method: 'POST', body: form });
      await untilOver(ADDING, (now) => now !== 'adding');
      return name;
    },
    async key() {
      const body = { name: newName(), role: 'viewer' };
      return (await post<{ id: string }>('/api/keys', body)).id;
    },
    async webhook() {
      return (await post<{ id: string }>('/api/webhooks', { name: newName(), url: HOOK })).id;
    },
    async person() {
      const name = newName();
      return post('/api/people', { name, role: 'viewer', password: PASSWORD });
    },
    async signedIn() {
      const { id, name } = await world.person();
      const body = new URLSearchParams({ name, password: PASSWORD });
      await fetch(`${url}/login`, { method: 'POST', body, redirect: 'manual' });
      return { id };
    },
  };
  return world;
}

/** Where nobody listens. */
export const HOOK = 'http://127.0.0.1:9/hook';

const ADDING = '/api/backbones/adding';
const EPOCH = { epoch: 1, loss: 1, accuracy: 0.5, val_accuracy: 0.5, seconds: 1 };

const isOver = (state: string): boolean => !['queued', 'running', 'evaluating'].includes(state);

/** The same things whenever they are asked for; nothing is under way. */
export async function settledWorld(live: RequestWorld): Promise<RequestWorld> {
  const [sample, heldOut, label, prediction, version, job, backbone, key, webhook, person] = [
    await live.sample(),
    await live.sample('test'),
    await live.label(),
    await live.prediction(),
    await live.version(),
    await live.jobWithEpoch(),
    await live.backbone(),
    await live.key(),
    await live.webhook(),
    await live.person(),
  ];
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    sample: (split) => Promise.resolve(split === 'test' ? heldOut : sample),
    label: () => Promise.resolve(label),
    prediction: () => Promise.resolve(prediction),
    version: () => Promise.resolve(version),
    loadedVersion: () => Promise.resolve(version),
    job: () => Promise.resolve(job),
    jobWithEpoch: () => Promise.resolve(job),
    backbone: () => Promise.resolve(backbone),
    key: () => Promise.resolve(key),
    webhook: () => Promise.resolve(webhook),
    person: () => Promise.resolve(person),
    signedIn: () => Promise.resolve(person),
    picture: () => live.picture(),
    newName: () => live.newName(),
    promoted: nothing,
    noJob: nothing,
    adding: nothing,
    notAdding: nothing,
  };
}

/** A hub that takes every request and never answers one, so that what is added from it stays so. */
export async function silentHub(): Promise<{ readonly endpoint: string; close(): void }> {
  const server: Server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
