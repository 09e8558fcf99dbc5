import os from 'node:os';

/** One line about where a figure was measured: processor, cores, memory, system, Node. */
export function describeMachine(): string {
  const cores = os.cpus();
  const model = cores[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown processor';
  const memoryGiB = Math.round(os.totalmem() / 1024 ** 3);
  return `${model}, ${cores.length} cores, ${memoryGiB} GiB, ${os.type()} ${os.arch()}, Node ${process.version}`;
}
