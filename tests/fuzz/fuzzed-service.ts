import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { colourPng } from '../support/colour-png';
import { buildServer, ServerProcess } from '../support/server-process';
import { writeTinyVersion } from '../support/tiny-version';
import type { Known } from './inputs';

/** A built service of its own, with something of everything in it. */
export interface FuzzedService {
  readonly process: ServerProcess;
  readonly port: number;
  readonly known: Known;
  readonly folder: string;
  /** @returns what its health says; throws where it does not answer */
  health(): Promise<number>;
  end(): Promise<void>;
}

/** @param environment over that of {@link ServerProcess}, whose rate limits are off */
export async function startFuzzedService(
  environment: Readonly<Record<string, string>> = {},
): Promise<FuzzedService> {
  buildServer();
  const folder = mkdtempSync(path.join(tmpdir(), 'fuzzed-'));
  await writeTinyVersion(path.join(folder, 'models'));
  const process = new ServerProcess(folder, {
    HOME: folder,
    MODEL_DIR: path.join(folder, 'models'),
    PERSISTENCE_DIR: path.join(folder, 'persistence'),
    DATA_DIR: path.join(folder, 'no-data'),
    ...environment,
  });
  const end = async (): Promise<void> => {
    await process.destroy();
    rmSync(folder, { recursive: true });
  };
  try {
    const url = await process.ready();
    return {
      process,
      port: Number(new URL(url).port),
      known: await fill(url),
      folder,
      health: async () =>
        (await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(10_000) })).status,
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function fill(url: string): Promise<Known> {
  const picture = (blue: number): Blob =>
    new Blob([new Uint8Array(colourPng([220, 200, blue]))], { type: 'image/png' });
  const image = new FormData();
  image.append('file', picture(1), 'a.png');
  const prediction = await post<{ id: string }>(`${url}/api/predict`, image);
  const samples = new FormData();
  samples.append('labels', 'Yellow');
  for (let i = 0; i < 12; i++) samples.append('files', picture(i), `${i}.png`);
  const saved = await post<{ files: { id: string }[] }>(`${url}/api/upload/training-data`, samples);
  const { job_id: job } = await post<{ job_id: string }>(`${url}/api/retrain`);
  return { prediction: prediction.id, sample: saved.files[0]!.id, job, version: 'tiny' };
}

async function post<T>(url: string, body?: FormData): Promise<T> {
  const answer = await fetch(url, { method: 'POST', body: body ?? null });
  if (!answer.ok) throw new Error(`POST ${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}
