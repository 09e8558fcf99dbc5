import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import pidusage from 'pidusage';
import { describeMachine } from '../src/observability/machine';
import { png } from '../tests/support/images';
import { MULTIPART_TYPE, multipartBody } from '../tests/support/multipart';
import { buildServer, ServerProcess } from '../tests/support/server-process';
import { startTraceCollector } from '../tests/support/trace-collector';
import { median } from './median';
import { runBenchmark } from './run-benchmark';

// What metrics and traces cost: the same service with and without them, in turns, so that whatever
// else the machine does meets all of them alike. Processor time is less moved by that than the rate.

const ROOT = path.join(__dirname, '..');
const CONNECTIONS = 16;

interface Round {
  /** Requests a second. */
  readonly rate: number;
  /** Processor time of a request, in milliseconds. */
  readonly cpuMs: number;
}

interface Options {
  readonly seconds: number;
  readonly rounds: number;
}

async function measureTelemetry({ seconds, rounds }: Options): Promise<void> {
  buildServer();
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-telemetry-'));
  const collector = await startTraceCollector();
  const traced = (ratio: string): Record<string, string> => ({
    METRICS: 'on',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_TRACES_SAMPLER: 'traceidratio',
    OTEL_TRACES_SAMPLER_ARG: ratio,
  });
  const variants: readonly (readonly [name: string, environment: Record<string, string>])[] = [
    ['without', { METRICS: 'off' }],
    ['metrics', { METRICS: 'on' }],
    ['metrics, traces of 1%', traced('0.01')],
    ['metrics, traces of 100%', traced('1')],
  ];
  const services: { name: string; server: ServerProcess; url: string; measured: Round[] }[] = [];
  const body = multipartBody([{ name: 'file', fileName: 'image', content: await png() }]);
  try {
    for (const [name, environment] of variants) {
      const server = new ServerProcess(folder, {
        NODE_ENV: 'production',
        AUTH: 'off',
        MODEL_DIR: path.join(ROOT, 'models'),
        PERSISTENCE_DIR: path.join(folder, `persistence-${services.length}`),
        ...environment,
      });
      services.push({ name, server, url: await server.ready(), measured: [] });
    }
    for (const { url, server } of services) await measure(url, server, body, 2); // warms up
    for (let round = 0; round < rounds; round++) {
      // There and back, so that none is always the first.
      const inTurn = round % 2 === 0 ? services : services.toReversed();
      for (const { url, server, measured } of inTurn) {
        measured.push(await measure(url, server, body, seconds));
        collector.spans.length = 0;
      }
    }
    console.log(`${describeMachine()}; ${CONNECTIONS} connections, ${rounds} × ${seconds} s`);
    const base = services[0]!.measured;
    for (const { name, measured } of services) console.log(line(name, measured, base));
  } finally {
    await Promise.all(services.map(({ server }) => server.destroy()));
    await collector.stop();
    await rm(folder, { recursive: true });
  }
}

async function measure(
  url: string,
  server: ServerProcess,
  body: Buffer,
  seconds: number,
): Promise<Round> {
  const { ctime: before } = await pidusage(server.pid);
  const {
    '2xx': answered,
    duration,
    errors,
    non2xx,
  } = await autocannon({
    url: `${url}/api/predict`,
    method: 'POST',
    headers: { 'content-type': MULTIPART_TYPE },
    body,
    connections: CONNECTIONS,
    duration: seconds,
  });
  const { ctime: after } = await pidusage(server.pid);
  if (errors + non2xx > 0) throw new Error(`${errors + non2xx} requests failed`);
  return { rate: answered / duration, cpuMs: (after - before) / answered };
}

/** The median over the rounds of what each one costs beside the base of the same round. */
function line(name: string, measured: readonly Round[], base: readonly Round[]): string {
  const rate = median(measured.map((round) => round.rate));
  const cpuMs = median(measured.map((round) => round.cpuMs));
  const change = (of: (round: Round) => number): string => {
    const share = median(measured.map((round, i) => of(round) / of(base[i]!))) - 1;
    return `${share < 0 ? '' : '+'}${(share * 100).toFixed(1)}%`;
  };
  return [
    name.padEnd(24),
    `${rate.toFixed(0)} requests/s (${change((round) => round.rate)})`,
    `${cpuMs.toFixed(3)} ms of processor time (${change((round) => round.cpuMs)})`,
  ].join('  ');
}

runBenchmark(
  {
    name: 'bench:telemetry',
    about: 'What metrics, and traces of 1% and 100% of requests, cost a single prediction.',
    options: {
      seconds: { default: 5, about: 'seconds of a round' },
      rounds: { default: 9, about: 'rounds of each' },
    },
  },
  measureTelemetry,
);
