import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describeMachine } from '../src/observability/machine';
import { buildServer, ServerProcess } from '../tests/support/server-process';
import { good, pound, type Load } from './load/drive';
import { batchQuestion, pictureOf } from './load/pictures';
import { runBenchmark } from './run-benchmark';

const ROOT = path.join(__dirname, '..');
const MIB = 1024 * 1024;
/** How often liveness is asked for. */
const PROBE_MS = 100;
/** Memory is looked at again so long after the load. */
const REST_MS = 3000;
/** Linux counts processor time in hundredths of a second. */
const MS_PER_TICK = 10;
const PROBE_TIMEOUT_MS = 20_000;

runBenchmark(
  {
    name: 'bench:overload',
    about:
      'Batches from few and from very many clients at once, each asking again as soon as it is ' +
      'answered: pictures classified a second and what a picture costs, refusals, the slowest answer of the liveness probe ' +
      'meanwhile, and memory during the load and after it.',
    options: {
      clients: { default: '2,10,50,100', about: 'clients at once, comma-separated' },
      pictures: { default: 100, about: 'pictures a batch' },
      picture: { default: 'png-32', about: 'the picture, as in npm run load' },
      seconds: { default: 10, about: 'seconds of each load' },
    },
  },
  async ({ clients, pictures, picture, seconds }) => {
    buildServer();
    const question = batchQuestion(await pictureOf(picture), pictures);
    console.log(
      `${describeMachine()}; batches of ${pictures} × ${picture}, ` +
        `${Math.round((question.body?.length ?? 0) / 1024)} KiB`,
    );
    const folder = await mkdtemp(path.join(tmpdir(), 'overload-'));
    const server = new ServerProcess(folder, {
      NODE_ENV: 'production',
      MODEL_DIR: path.join(ROOT, 'models'),
      PERSISTENCE_DIR: folder,
      INFERENCE_WORKERS: '0',
    });
    try {
      const url = await server.ready();
      await pound(url, question, 2, 2);
      console.log(`MiB before: ${residentMib(server.pid)}`);
      const rows: Record<string, string | number>[] = [];
      for (const count of clients.split(',').map(Number)) {
        const probe = probeLiveness(url, server.pid);
        const cpuMs = processorMs(server.pid);
        const load = await pound(url, question, count, seconds);
        const usedMs = processorMs(server.pid) - cpuMs;
        const { slowestMs, peakMib } = await probe.stop();
        await delay(REST_MS);
        rows.push({
          clients: count,
          'pictures/s': Math.round((good(load) * pictures) / load.seconds),
          'CPU ms a picture': Number((usedMs / (good(load) * pictures)).toFixed(2)),
          refused: refusals(load),
          errors: load.byStatus.error ?? 0,
          'slowest liveness, ms': Math.round(slowestMs),
          'peak MiB': peakMib,
          'MiB after': residentMib(server.pid),
        });
      }
      console.table(rows);
    } finally {
      await server.destroy();
      await rm(folder, { recursive: true });
    }
  },
);

function refusals({ byStatus }: Load): number {
  return (byStatus['503'] ?? 0) + (byStatus['429'] ?? 0);
}

/** Processor time that a process has used, all of its threads together. */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

function residentMib(pid: number): number {
  const kib = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round((Number(kib) * 1024) / MIB);
}

/** Asks for liveness over a connection of its own each time, as an orchestrator does. */
function probeLiveness(
  url: string,
  pid: number,
): { stop: () => Promise<{ slowestMs: number; peakMib: number }> } {
  const stopping = new AbortController();
  const probing = (async () => {
    let slowestMs = 0;
    let peakMib = 0;
    while (!stopping.signal.aborted) {
      const startedMs = performance.now();
      await askOnce(`${url}/api/health/live`);
      slowestMs = Math.max(slowestMs, performance.now() - startedMs);
      peakMib = Math.max(peakMib, residentMib(pid));
      await delay(PROBE_MS);
    }
    return { slowestMs, peakMib };
  })();
  return {
    stop() {
      stopping.abort();
      return probing;
    },
  };
}

function askOnce(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: false, timeout: PROBE_TIMEOUT_MS }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve());
    });
    asked.once('timeout', () => asked.destroy(new Error('liveness did not answer')));
    asked.once('error', reject);
    asked.end();
  });
}
