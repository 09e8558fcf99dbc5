import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from '../src/observability/machine';
import { findVersion } from '../src/registry/find-version';
import { buildServer, ServerProcess } from '../tests/support/server-process';
import { good, latencyOf, pound, type Load } from './load/drive';
import { PICTURES, predictQuestion, type PictureName } from './load/pictures';
import { PEERS, pythonFor, startPeer, type Peer } from './peers/peer';

// Requests a second of this service beside other ways to serve the same network: the same picture,
// the same client on the same machine, one after the other in every round, all of them running.
// This service keeps its history and its checks; the peers only answer.
//
//   npm run bench:peers -- --python a-python --python another --seconds 5 --rounds 5

const ROOT = path.join(__dirname, '..');
const WARM_UP_SECONDS = 2;

interface Round {
  readonly rate: number;
  readonly p99: number;
  readonly failures: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      python: { type: 'string', multiple: true, default: ['python3'] },
      picture: { type: 'string', default: 'png-32' },
      connections: { type: 'string', default: '64' },
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '5' },
    },
  });
  const [connections, seconds] = [Number(values.connections), Number(values.seconds)];
  const picture = await PICTURES[values.picture as PictureName]();
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
      const found = pythonFor(recipe, values.python);
      if (typeof found === 'string') console.log(found);
      else peers.push(await startPeer(recipe, found.python, version, availableParallelism()));
    }
    const rounds = peers.map((): Round[] => []);
    for (let round = 0; round <= Number(values.rounds); round++) {
      for (const [i, { url }] of peers.entries()) {
        const isWarmUp = round === 0;
        const time = isWarmUp ? WARM_UP_SECONDS : seconds;
        const load = await pound(url, predictQuestion(picture), connections, time);
        if (!isWarmUp) rounds[i]!.push(roundOf(load));
      }
    }
    console.log(
      `${describeMachine()}; ${version.name}, ${values.picture}, ${connections} connections`,
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

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

void main();
