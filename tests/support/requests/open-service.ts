import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Route } from '../../../src/http/kit/route';
import { apiDocument, type ApiDocument } from '../../../src/http/openapi/document';
import { ALL_ROUTES, API_ROUTES } from '../../../src/http/all-routes';
import { startApplication, type StartedApplication } from '../start-application';
import { writeTinyVersion } from '../tiny-version';
import { keptState } from './kept-state';
import { FIRST_VERSION } from './request-world';

/** A service with AUTH=off: whoever asks may do everything, so that nothing hides behind a refusal. */
export interface OpenService {
  readonly service: StartedApplication;
  readonly url: string;
  readonly folder: string;
  /** The routes that are there without keys. */
  readonly routes: readonly Route[];
  readonly document: ApiDocument;
  state(): string[];
  /** Whether it still answers. */
  isAlive(): Promise<boolean>;
  end(): Promise<void>;
}

export async function startOpenService(
  environment: Readonly<Record<string, string>> = {},
): Promise<OpenService> {
  const folder = mkdtempSync(path.join(tmpdir(), 'open-'));
  const [modelDir, persistence] = [path.join(folder, 'models'), path.join(folder, 'persistence')];
  await writeTinyVersion(modelDir, { version: FIRST_VERSION });
  const service = await startApplication({
    MODEL_DIR: modelDir,
    PERSISTENCE_DIR: persistence,
    DATA_DIR: path.join(folder, 'no-data'),
    PORT: '0',
    ...environment,
  });
  const url = await service.listen();
  return {
    service,
    url,
    folder,
    routes: ALL_ROUTES.filter(({ needsAuth }) => needsAuth !== true),
    document: apiDocument(API_ROUTES, 'test'),
    state: () => keptState(persistence, modelDir),
    isAlive: async () => (await fetch(`${url}/api/health`)).status === 200,
    async end() {
      await service.end();
      rmSync(folder, { recursive: true });
    },
  };
}
