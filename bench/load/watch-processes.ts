import pidusage from 'pidusage';

/** Processes at one moment, all together. */
export interface Usage {
  /** Since the watch began. */
  readonly second: number;
  /** Busy cores. */
  readonly cores: number;
  readonly memoryMiB: number;
}

export interface Watch {
  /** Ends it. */
  stop(): readonly Usage[];
}

const INTERVAL_MS = 1000;

/** Looks at processes once a second. */
export function watchProcesses(pids: readonly number[]): Watch {
  const startedAt = performance.now();
  const seen: Usage[] = [];
  const look = async (): Promise<void> => {
    try {
      const all = Object.values(await pidusage([...pids]));
      seen.push({
        second: Math.round((performance.now() - startedAt) / 1000),
        cores: all.reduce((sum, { cpu }) => sum + cpu, 0) / 100,
        memoryMiB: all.reduce((sum, { memory }) => sum + memory, 0) / 1024 ** 2,
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
