import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  PERMISSION_NAMES,
  ROLES,
  type Permission,
  type Role,
} from '../../../src/config/permissions';
import type { ApiDocument } from '../../../src/http/openapi/document';
import { openStorage, type Storage } from '../../../src/store/open-storage';
import { startApplication, type StartedApplication } from '../start-application';
import { tinyCard, writeTinyVersion } from '../tiny-version';
import { keptState } from './kept-state';
import {
  FIRST_VERSION,
  liveWorld,
  PASSWORD,
  settledWorld,
  silentHub,
  type RequestWorld,
} from './request-world';

/** Headers by which a caller proves who it is. */
export type Proof = Readonly<Record<string, string>>;

/** Everybody who may call, and who may not. */
export interface Callers {
  readonly key: (role: Role) => Proof;
  readonly session: (role: Role) => Proof;
  /** A key of an administrator that has every scope but this one. */
  readonly keyWithout: (scope: Permission) => Proof;
  /** A key of an administrator that has this scope alone. */
  readonly keyFor: (scope: Permission) => Proof;
  /** Proofs that do not hold, with the status that they get. */
  readonly wrong: readonly (readonly [what: string, proof: Proof, status: 401 | 403])[];
}

/** A service with AUTH=on that has something of everything. */
export interface GuardedService {
  readonly service: StartedApplication;
  readonly url: string;
  readonly document: ApiDocument;
  readonly callers: Callers;
  readonly live: RequestWorld;
  readonly settled: RequestWorld;
  readonly audit: Pick<Storage['audit'], 'after' | 'list'>;
  /** What its callers prove themselves with, and the token of the first start. */
  readonly secrets: readonly string[];
  /** Everything that it keeps, on disk and in memory. */
  state(): Promise<string[]>;
  end(): Promise<void>;
}

const HOUR_MS = 3_600_000;

export async function startGuardedService(): Promise<GuardedService> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guarded-'));
  const [modelDir, persistence] = [path.join(folder, 'models'), path.join(folder, 'persistence')];
  const { training } = tinyCard();
  const epoch = { epoch: 1, loss: 1, accuracy: 0.5, val_loss: 1, val_accuracy: 0.5, seconds: 1 };
  await writeTinyVersion(modelDir, {
    version: FIRST_VERSION,
    training: { ...training, history: [epoch, { ...epoch, epoch: 2, loss: 0.5 }] },
  });
  const hub = await silentHub();
  let passedMs = 0;
  const now = (): Date => new Date(Date.now() + passedMs);
  const shown: string[] = [];
  const service = await startApplication(
    {
      AUTH: 'on',
      MODEL_DIR: modelDir,
      PERSISTENCE_DIR: persistence,
      PORT: '0',
      HF_ENDPOINT: hub.endpoint,
      DATA_DIR: path.join(folder, 'no-data'),
      SESSION_IDLE_MINUTES: '60',
      WEBHOOK_HOSTS: '127.0.0.1',
    },
    { now, showSecret: (text) => shown.push(text) },
  );
  const url = await service.listen();
  const elsewhere = await openStorage(persistence);

  const send = async (at: string, init: RequestInit): Promise<Response> => {
    const answer = await fetch(url + at, { ...init, redirect: 'manual' });
    if (answer.status >= 400) throw new Error(`${at}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const post = async <T>(at: string, body: object, proof: Proof = {}): Promise<T> => {
    const headers = { 'Content-Type': 'application/json', ...proof };
    return (await (
      await send(at, { method: 'POST', headers, body: JSON.stringify(body) })
    ).json()) as T;
  };
  const asKey = (text: string): Proof => ({ Authorization: `Bearer ${text}` });
  const token = /setup_\w+/.exec(shown.join())![0];
  const { key: first } = await post<{ key: string }>('/api/setup', { token });
  const admin = asKey(first);

  const makeKey = (body: object): Promise<{ id: string; key: string }> =>
    post('/api/keys', { name: 'a test', role: 'admin', ...body }, admin);
  const makePerson = (role: Role, name: string): Promise<{ id: string }> =>
    post('/api/people', { name, role, password: PASSWORD }, admin);
  const signIn = async (name: string): Promise<Proof> => {
    const answer = await send('/login', {
      method: 'POST',
      body: new URLSearchParams({ name, password: PASSWORD }),
    });
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0]!)
      .join('; ');
    return { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' };
  };

  // Three that hold now, and do not after an hour.
  await makePerson('admin', 'late');
  const idle = await signIn('late');
  const expired = await makeKey({
    expires_at: new Date(now().getTime() + HOUR_MS / 2).toISOString(),
  });
  passedMs = 2 * HOUR_MS;

  const keys = new Map<string, Proof>();
  const sessions = new Map<Role, Proof>();
  for (const role of ROLES) {
    keys.set(role, asKey((await makeKey({ role })).key));
    await makePerson(role, `one-${role}`);
    sessions.set(role, await signIn(`one-${role}`));
  }
  for (const scope of PERMISSION_NAMES) {
    const others = PERMISSION_NAMES.filter((one) => one !== scope);
    keys.set(`without ${scope}`, { 'X-API-Key': (await makeKey({ scopes: others })).key });
    keys.set(`for ${scope}`, { 'X-API-Key': (await makeKey({ scopes: [scope] })).key });
  }
  const revoked = await makeKey({});
  await send(`/api/keys/${revoked.id}`, { method: 'DELETE', headers: admin });
  const elsewhereOnly = await makeKey({ networks: ['10.0.0.0/8', 'fd00::/8'] });
  const ended = await signIn('one-admin');
  await send('/logout', { method: 'POST', headers: ended });
  const gone = await makePerson('admin', 'gone');
  const ofNobody = await signIn('gone');
  await send(`/api/people/${gone.id}`, { method: 'DELETE', headers: admin });

  const live = liveWorld({ url, modelDir, key: first, jobs: elsewhere.jobs });
  const settled = await settledWorld(live);
  const answer = await fetch(`${url}/openapi.json`, { headers: admin });
  return {
    service,
    url,
    document: (await answer.json()) as ApiDocument,
    callers: {
      key: (role) => keys.get(role)!,
      session: (role) => sessions.get(role)!,
      keyWithout: (scope) => keys.get(`without ${scope}`)!,
      keyFor: (scope) => keys.get(`for ${scope}`)!,
      wrong: [
        ['a revoked key', asKey(revoked.key), 401],
        ['an expired key', asKey(expired.key), 401],
        [
          'a key that nobody made',
          asKey(`${first.slice(0, -1)}${first.endsWith('0') ? '1' : '0'}`),
          401,
        ],
        ['a key of another network', asKey(elsewhereOnly.key), 403],
        ['a session that was signed out', ended, 401],
        ['a session that was idle for too long', idle, 401],
        ['a session of somebody who was removed', ofNobody, 401],
      ],
    },
    live,
    settled,
    audit: elsewhere.audit,
    secrets: [
      token,
      PASSWORD,
      ...[...keys.values()].map((proof) => (proof.Authorization ?? proof['X-API-Key'])!),
      ...[...sessions.values()].map(({ Cookie }) => Cookie!),
    ].map((text) => text.replace(/^Bearer |^[^=; ]+=(?=\S+$)/, '')),
    async state() {
      const versions = await post<object[]>('/v2/repository/index', {}, admin);
      const adding = await fetch(`${url}/api/backbones/adding`, { headers: admin });
      return [
        ...keptState(persistence, modelDir),
        ...versions.map((version) => `loaded ${JSON.stringify(version)}`),
        `adding ${await adding.text()}`,
      ];
    },
    async end() {
      await live.noJob();
      await live.notAdding();
      await elsewhere.close();
      await service.end();
      hub.close();
      rmSync(folder, { recursive: true });
    },
  };
}
