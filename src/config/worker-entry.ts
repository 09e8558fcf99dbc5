import path from 'node:path';

/** How to start a worker thread: `new Worker(entry.file, { execArgv: entry.execArgv })`. */
export interface WorkerEntry {
  readonly file: string;
  readonly execArgv: string[];
}

/**
 * Finds a worker's entry file beside its caller, compiled or not.
 *
 * @param folder the caller's `__dirname`
 * @param name the file's name without its ending: `onnx.worker`
 */
export function workerEntry(folder: string, name: string): WorkerEntry {
  const runsFromSource = __filename.endsWith('.ts');
  return {
    file: path.join(folder, `${name}.${runsFromSource ? 'ts' : 'js'}`),
    // Its path: a bare name would be looked for from the working directory, wherever that is.
    execArgv: runsFromSource ? ['--require', require.resolve('tsx/cjs')] : [],
  };
}
