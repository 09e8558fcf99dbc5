/**
 * Settings of glibc's allocator (manual, "Memory Allocation Tunables") for processes that train.
 * A step allocates and frees hundreds of megabytes. Left to itself, glibc returns them to the system
 * and has them cleared anew the next time, in pages of 4 KiB; so they stay with the process, in huge
 * pages where the system gives them when asked. glibc reads this when a process starts, and only then.
 */
const TUNABLES = {
  'glibc.malloc.hugetlb': 1,
  'glibc.malloc.mmap_threshold': 2 ** 33,
  'glibc.malloc.trim_threshold': 2 ** 33,
};

/** An environment with these settings; one that has some keeps them. Other C libraries ignore them. */
export function withMemorySettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const tunables = Object.entries(TUNABLES).map(([name, value]) => `${name}=${value}`);
  return { GLIBC_TUNABLES: tunables.join(':'), ...environment };
}

/** An environment without them, for processes that are to be compared with. */
export function withoutMemorySettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const others = { ...environment };
  delete others.GLIBC_TUNABLES;
  return others;
}
