import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ModelVersion } from '../../src/registry/version';
import { freePort } from '../../tests/support/redis-server';

/** Another way to serve the same network. */
export interface PeerRecipe {
  readonly name: string;
  /** Python modules that it needs. */
  readonly needs: readonly string[];
  readonly command: (python: string, port: number, workers: number) => readonly string[];
  readonly environment: (version: ModelVersion) => Readonly<Record<string, string>>;
}

/** A peer that answers. */
export interface Peer {
  readonly name: string;
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const answers = ({ card }: ModelVersion): Record<string, string> => ({
  CLASSES: JSON.stringify(card.class_names),
  TEMPERATURE: String(card.temperature),
});

const fastapi = (name: string, graph: string): PeerRecipe => ({
  name: `FastAPI + ONNX Runtime, ${name}`,
  needs: ['fastapi', 'uvicorn', 'onnxruntime', 'multipart', 'PIL', 'numpy'],
  command: (python, port, workers) => [
    python,
    ...['-m', 'uvicorn', 'fastapi_onnx:app', '--port', String(port), '--workers', String(workers)],
    '--no-access-log',
  ],
  environment: (version) => ({ ...answers(version), MODEL: path.join(version.folder, graph) }),
});

/** How each is started is at the head of its file. */
export const PEERS: readonly PeerRecipe[] = [
  fastapi('int8', 'model.int8.onnx'),
  fastapi('fp32', 'model.onnx'),
  {
    name: 'Flask + Keras predict',
    needs: ['flask', 'keras', 'tensorflow', 'PIL', 'numpy'],
    command: (python, port) => [python, 'flask_keras.py', String(port)],
    environment: (version) => ({ ...answers(version), MODEL_FOLDER: version.folder }),
  },
];

/** @returns the first of these Pythons that has all modules; a sentence that says what is missing */
export function pythonFor(
  { name, needs }: PeerRecipe,
  pythons: readonly string[],
): { readonly python: string } | string {
  const find = `import importlib.util as i; print(*[m for m in ${JSON.stringify(needs)} if not i.find_spec(m)])`;
  const lacks: string[] = [];
  for (const python of pythons) {
    const { status, stdout } = spawnSync(python, ['-c', find], { encoding: 'utf8' });
    if (status !== 0) lacks.push(`${python} does not run`);
    else if (stdout.trim() === '') return { python };
    else lacks.push(`${python} has no ${stdout.trim().replaceAll(' ', ', ')}`);
  }
  return `${name} was left out: ${lacks.join('; ')}`;
}

const START_MS = 60_000;

/** @throws {Error} with what it wrote, when it does not answer in time */
export async function startPeer(
  recipe: PeerRecipe,
  python: string,
  version: ModelVersion,
  workers: number,
): Promise<Peer> {
  const port = await freePort();
  const [program = '', ...args] = recipe.command(python, port, workers);
  const child = spawn(program, args, {
    cwd: __dirname,
    env: { ...process.env, ...recipe.environment(version) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own, with the processes that it starts
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream
      .setEncoding('utf8')
      .on('data', (text: string) => (output = (output + text).slice(-5000)));
  }
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    const ended = once(child, 'close');
    process.kill(-child.pid!, 'SIGKILL');
    await ended;
  };
  for (const startedAt = performance.now(); performance.now() - startedAt < START_MS;) {
    if (child.exitCode !== null) break;
    if (await isHealthy(url)) return { name: recipe.name, url, stop };
    await delay(100);
  }
  await stop();
  throw new Error(`${recipe.name} does not start:\n${output}`);
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`)).ok;
  } catch {
    return false;
  }
}
