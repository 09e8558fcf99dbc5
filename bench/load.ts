import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand, UsageError, wholeNumber } from '../src/cli/run-command';
import { describeMachine } from '../src/observability/machine';
import { findVersion } from '../src/registry/find-version';
import { hasNginx, startLoadBalancer } from '../tests/support/load-balancer';
import { buildServer, ServerProcess } from '../tests/support/server-process';
import { live, pound, together, type Load, type User } from './load/drive';
import {
  batchQuestion,
  get,
  pictureOf,
  PICTURES,
  predictQuestion,
  type Question,
} from './load/pictures';
import { tableOf, writeReport, type Measured } from './load/report';
import { SCENARIOS, type Scenario } from './load/scenarios';
import { watchProcesses, type Watched } from './load/watch-processes';
import { unlessStopped } from './run-benchmark';

// Load tests of the built service in processes of its own, history on, the load generator on the
// same machine; prints a table and writes JSON, CSV and an HTML page with charts.

const USAGE = `npm run load -- <scenario> [options]

${Object.entries(SCENARIOS)
  .map(([name, { about }]) => `  ${name.padEnd(9)} ${about}`)
  .join('\n')}

  --picture NAME  ${Object.keys(PICTURES).join(', ')} (default: png-32)
  --seconds N     instead of the scenario's own
  --out FOLDER    where the report goes (default: runs/load)
`;

const ROOT = path.join(__dirname, '..');
/** What the service starts with. */
const NETWORK = { network: 'standard' };
const BATCH = 64;
/** Of the scenario with limits: a minute's worth is used up by those who do not hold back. */
const LIMIT_PER_MINUTE = 60;
const WARM_UP_SECONDS = 2;

interface Service extends Watched {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

async function loadTest(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      picture: { type: 'string', default: 'png-32' },
      seconds: { type: 'string' },
      out: { type: 'string', default: 'runs/load' },
      help: { type: 'boolean', default: false },
    },
  });
  const [name] = positionals;
  if (values.help || name === undefined) {
    console.log(USAGE);
    return;
  }
  const scenario = SCENARIOS[name];
  if (scenario === undefined) {
    throw new UsageError(`the scenario is ${Object.keys(SCENARIOS).join(', ')}, not "${name}"`);
  }
  const picture = await pictureOf(values.picture);
  const seconds = wholeNumber('seconds', values.seconds ?? String(scenario.seconds), 1, 86_400);
  buildServer();
  const measured: Measured[] = [];
  for (const instances of scenario.instances ?? [1]) {
    if (instances > 1 && !hasNginx()) {
      console.log(`${instances} instances were left out: nginx is not installed.`);
      continue;
    }
    const isBehindNginx = scenario.instances !== undefined && hasNginx();
    const service = await start(instances, isBehindNginx, scenario);
    try {
      await pound(service.url, predictQuestion(picture), 8, WARM_UP_SECONDS);
      measured.push(...(await run(service, scenario, picture, seconds, instances)));
    } finally {
      await service.stop();
    }
  }
  const version = await findVersion(path.join(ROOT, 'models'), NETWORK, (error) =>
    console.error(error.message),
  );
  const report = {
    scenario: name,
    about: scenario.about,
    machine: describeMachine(),
    version: `${version.name}, picture ${values.picture}`,
    at: new Date().toISOString(),
    measured,
  };
  console.log(`${report.machine}; ${report.version}`);
  console.log(tableOf(report));
  await writeReport(values.out, report);
  console.log(`Written to ${path.join(values.out, `${name}.html`)}, .csv and .json`);
}

async function start(
  instances: number,
  isBehindNginx: boolean,
  { kind }: Scenario,
): Promise<Service> {
  const folder = await mkdtemp(path.join(tmpdir(), 'load-'));
  const servers = Array.from(
    { length: instances },
    () =>
      new ServerProcess(folder, {
        NODE_ENV: 'production',
        MODEL_DIR: path.join(ROOT, 'models'),
        PERSISTENCE_DIR: folder,
        INFERENCE_WORKERS: '0',
        ...(kind === 'limits' && {
          RATE_LIMIT_ENABLED: 'true',
          RATE_LIMIT_PREDICT_PER_MINUTE: String(LIMIT_PER_MINUTE),
          TRUST_PROXY: '1',
        }),
      }),
  );
  const urls = await Promise.all(servers.map((server) => server.ready()));
  const balancer = isBehindNginx
    ? await startLoadBalancer(urls.map((url) => Number(new URL(url).port)))
    : undefined;
  return {
    url: balancer?.url ?? urls[0]!,
    pids: servers.map(({ pid }) => pid),
    urls,
    async stop() {
      await balancer?.stop();
      for (const server of servers) await server.destroy();
      await rm(folder, { recursive: true });
    },
  };
}

async function run(
  service: Service,
  { kind, phases }: Scenario,
  picture: Buffer,
  seconds: number,
  instances: number,
): Promise<Measured[]> {
  const { url } = service;
  const measured: Measured[] = [];
  const add = async (
    name: string,
    users: number,
    work: () => Promise<Load>,
    pictures = 1,
  ): Promise<void> => {
    const watch = watchProcesses(service);
    const load = await work();
    measured.push({ name, users, pictures, load, usage: watch.stop() });
  };
  if (kind === 'limits') {
    const watch = watchProcesses(service);
    const loads = await live(url, limitUsers(picture), seconds);
    const usage = watch.stop();
    measured.push(
      { name: 'within limits', users: 5, pictures: 1, load: together(loads.slice(0, 5)), usage },
      { name: 'without restraint', users: 1, pictures: 1, load: loads[5]!, usage },
    );
    return measured;
  }
  for (const [i, { users, share }] of phases.entries()) {
    const time = Math.max(1, seconds * share);
    const name =
      instances > 1 || phases.length === 1
        ? `${instances} instance${instances > 1 ? 's' : ''}`
        : `phase ${i + 1}`;
    if (kind === 'mixed') {
      await add(name, users, async () =>
        together(await live(url, mixedUsers(picture, users), time)),
      );
    } else {
      const question = kind === 'batch' ? batchQuestion(picture, BATCH) : predictQuestion(picture);
      await add(name, users, () => pound(url, question, users, time), kind === 'batch' ? BATCH : 1);
    }
  }
  return measured;
}

/** What the original's load test asked for, by weight. */
function mixedUsers(picture: Buffer, count: number): User[] {
  const prediction = predictQuestion(picture);
  const choices: readonly (readonly [weight: number, question: Question])[] = [
    [10, prediction],
    [3, get('/api/model/uptime')],
    [2, get('/api/statistics')],
    [1, get('/')],
    [1, get('/api/health')],
    [1, get('/api/visualizations')],
  ];
  const total = choices.reduce((sum, [weight]) => sum + weight, 0);
  return Array.from({ length: count }, (_, user) => {
    let turn = user;
    return {
      next() {
        // A step that shares no divisor with the total visits every choice by its weight.
        let at = (turn++ * 7) % total;
        for (const [weight, question] of choices) {
          if (at < weight) return question;
          at -= weight;
        }
        return prediction;
      },
      thinkMs: () => 50 + ((turn * 37) % 100),
    };
  });
}

function limitUsers(picture: Buffer): User[] {
  const question = predictQuestion(picture);
  const next = (): Question => question;
  const patient = (i: number): User => ({
    next,
    thinkMs: () => 60_000 / (LIMIT_PER_MINUTE - 10),
    address: `10.0.0.${i + 1}`,
  });
  return [
    ...Array.from({ length: 5 }, (_, i) => patient(i)),
    { next, thinkMs: () => 0, address: '10.0.1.1' },
  ];
}

runCommand((signal) => unlessStopped(signal, loadTest()));
