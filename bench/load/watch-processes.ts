import pidusage from 'pidusage';
import type { OverviewAnswer } from '../../src/http/api/operation/overview-schema';

/** A service as it is watched. */
export interface Watched {
  readonly pids: readonly number[];
  /** Of each instance, not of what stands before it. */
  readonly urls: readonly string[];
}

/** Processes at one moment, all together. */
export interface Usage {
  /** Since the watch began. */
  readonly second: number;
  /** Busy cores. */
  readonly cores: number;
  readonly memoryMiB: number;
  /** The largest of the instances, of the last five seconds. */
  readonly eventLoopDelayP99Ms: number;
  /** Since the service started. */
  readonly batches: number;
  readonly batchedImages: number;
}

export interface Watch {
  /** Ends it. */
  stop(): readonly Usage[];
}

const INTERVAL_MS = 1000;

/** Looks at a service once a second. */
export function watchProcesses({ pids, urls }: Watched): Watch {
  const startedAt = performance.now();
  const seen: Usage[] = [];
  const look = async (): Promise<void> => {
    try {
      const all = Object.values(await pidusage([...pids]));
      const numbers = await Promise.all(urls.map(overviewOf));
      seen.push({
        second: Math.round((performance.now() - startedAt) / 1000),
        cores: all.reduce((sum, { cpu }) => sum + cpu, 0) / 100,
        memoryMiB: all.reduce((sum, { memory }) => sum + memory, 0) / 1024 ** 2,
        eventLoopDelayP99Ms: Math.max(...numbers.map((one) => one.event_loop_delay_ms.p99)),
        batches: numbers.reduce((sum, { queue }) => sum + queue.batches, 0),
        batchedImages: numbers.reduce((sum, { queue }) => sum + queue.batched_images, 0),
      });
    } catch {
      // A process that has ended has nothing left to see.
    }
  };
  const timer = setInterval(() => void look(), INTERVAL_MS);
  return {
    stop() {
      clearInterval(timer);
      pidusage.clear();
      return seen.slice(1); // the first look says what it was since the process began
    },
  };
}

async function overviewOf(url: string): Promise<OverviewAnswer> {
  const answer = await fetch(`${url}/api/overview`);
  if (!answer.ok) throw new Error(`the overview answers ${answer.status}`);
  return (await answer.json()) as OverviewAnswer;
}
