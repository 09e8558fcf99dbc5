import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { describeMachine } from '../src/observability/machine';
import { findVersion } from '../src/registry/find-version';
import { buildServer, ServerProcess } from '../tests/support/server-process';
import { good, latencyOf, pound, type Load } from './load/drive';
import { pictureOf, PICTURES, predictQuestion } from './load/pictures';
import { median } from './median';
import { PEERS, pythonFor, startPeer, type Peer } from './peers/peer';
import { runBenchmark } from './run-benchmark';

// Requests a second of this service beside other ways to serve the same network: the same picture,
// the same client on the same machine, one after the other in every round, all of them running.
// This service keeps its history and its checks; the peers only answer.

const ROOT = path.join(__dirname, '..');
const WARM_UP_SECONDS = 2;

interface Round {
  readonly rate: number;
  readonly p99: number;
  readonly failures: number;
}

interface Options {
  readonly python: string;
  readonly picture: string;
  readonly connections: number;
  readonly seconds: number;
  readonly rounds: number;
}

async function measurePeers(options: Options): Promise<void> {
  const { connections, seconds } = options;
  const picture = await pictureOf(options.picture);
  buildServer();
  const version = await findVersion(path.join(ROOT, 'models'), { network: 'standard' }, () => {
    throw new Error('a shipped version is broken');
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'peers-'));
  const server = new ServerProcess(folder, {
    NODE_ENV: 'production',
    MODEL_DIR: path.join(ROOT, 'models'),
    PERSISTENCE_DIR: folder,
    INFERENCE_WORKERS: '0',
  });
  const peers: Peer[] = [];
  try {
    peers.push({
      name: 'this service',
      url: await server.ready(),
      stop: () => server.destroy(),
    });
    for (const recipe of PEERS) {
      const found = pythonFor(recipe, options.python.split(','));
      if (typeof found === 'string') console.log(found);
      else peers.push(await startPeer(recipe, found.python, version, availableParallelism()));
    }
    const rounds = peers.map((): Round[] => []);
    for (let round = 0; round <= options.rounds; round++) {
      for (const [i, { url }] of peers.entries()) {
        const isWarmUp = round === 0;
        const time = isWarmUp ? WARM_UP_SECONDS : seconds;
        const load = await pound(url, predictQuestion(picture), connections, time);
        if (!isWarmUp) rounds[i]!.push(roundOf(load));
      }
    }
    console.log(
      `${describeMachine()}; ${version.name}, ${options.picture}, ${connections} connections`,
    );
    for (const [i, { name }] of peers.entries()) console.log(lineOf(name, rounds[i]!, rounds[0]!));
  } finally {
    for (const peer of peers) await peer.stop();
    await rm(folder, { recursive: true });
  }
}

function roundOf(load: Load): Round {
  const answers = Object.values(load.byStatus).reduce((sum, count) => sum + count, 0);
  return {
    rate: good(load) / load.seconds,
    p99: latencyOf(load).p99,
    failures: answers - good(load),
  };
}

/** The ratio is that of the medians, with the least and the most of one round. */
function lineOf(name: string, rounds: readonly Round[], ours: readonly Round[]): string {
  const rate = median(rounds.map((round) => round.rate));
  const ratios = rounds.map((round, i) => ours[i]!.rate / round.rate);
  const spread = `${Math.min(...ratios).toFixed(1)}-${Math.max(...ratios).toFixed(1)}`;
  const failures = rounds.reduce((sum, round) => sum + round.failures, 0);
  return (
    `${name.padEnd(30)} ${rate.toFixed(0).padStart(6)} requests/s, ` +
    `p99 ${median(rounds.map(({ p99 }) => p99)).toFixed(0)} ms, ${failures} failed` +
    (rounds === ours
      ? ''
      : `; this service is ${(median(ours.map((round) => round.rate)) / rate).toFixed(1)} times as fast (${spread})`)
  );
}

runBenchmark(
  {
    name: 'bench:peers',
    about: 'This service beside other ways to serve the same network, where they are installed.',
    options: {
      python: { default: 'python3', about: 'where to look for them, comma-separated' },
      picture: { default: 'png-32', about: Object.keys(PICTURES).join(', ') },
      connections: { default: 64, about: 'of the client' },
      seconds: { default: 5, about: 'of each measurement' },
      rounds: { default: 5, about: 'whose medians are printed' },
    },
  },
  measurePeers,
);
