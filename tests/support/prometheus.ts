import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './redis-server';

/** Whether this machine has Prometheus and its tool to test with. */
export function hasPrometheus(): boolean {
  return (
    promtool(['--version']).status === 0 && spawnSync('prometheus', ['--version']).status === 0
  );
}

export function promtool(
  args: readonly string[],
  { cwd, input }: { readonly cwd?: string; readonly input?: string } = {},
): SpawnSyncReturns<string> {
  return spawnSync('promtool', args, {
    encoding: 'utf8',
    ...(cwd && { cwd }),
    ...(input && { input }),
  });
}

/** A series of the result of a query: the last value is its number. */
export interface QueriedSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Prometheus {
  /** @throws {Error} when Prometheus cannot read the query */
  query(expression: string): Promise<readonly QueriedSeries[]>;
  stop(): Promise<void>;
}

/** Starts a Prometheus that scrapes these ports every half a second. */
export async function startPrometheus(ports: readonly number[]): Promise<Prometheus> {
  const folder = mkdtempSync(path.join(tmpdir(), 'prometheus-'));
  const file = path.join(folder, 'prometheus.yml');
  // JSON is YAML.
  const configuration = {
    global: { scrape_interval: '500ms', scrape_timeout: '500ms' },
    scrape_configs: [
      {
        job_name: 'image-classification',
        static_configs: [{ targets: ports.map((port) => `127.0.0.1:${port}`) }],
      },
    ],
  };
  writeFileSync(file, JSON.stringify(configuration));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    'prometheus',
    [
      `--config.file=${file}`,
      `--storage.tsdb.path=${path.join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--enable-feature=exemplar-storage',
    ],
    { stdio: 'ignore' },
  );
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`Prometheus ended with ${child.exitCode}`);
    await delay(100);
  }
  return {
    async query(expression) {
      const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`);
      const answer = (await response.json()) as {
        readonly status: string;
        readonly error?: string;
        readonly data: {
          readonly result: readonly {
            readonly metric: Readonly<Record<string, string>>;
            readonly value: readonly [number, string];
          }[];
        };
      };
      if (answer.status !== 'success') throw new Error(`${expression}: ${String(answer.error)}`);
      return answer.data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
    },
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/-/ready`)).ok;
  } catch {
    return false; // it does not listen yet
  }
}
