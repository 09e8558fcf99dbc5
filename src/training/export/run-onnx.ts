import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openOnnxGraph, type OnnxGraph } from '../../onnx/run-graph';

/**
 * Runs a task on a graph that is not in a version yet.
 *
 * @param files the graph and the files it refers to, by name
 * @param name which of them is the graph
 * @throws {Error} when the folder for temporary files has no room for them
 */
export async function withOnnxGraph<T>(
  files: Readonly<Record<string, Uint8Array>>,
  name: string,
  task: (graph: OnnxGraph) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'graph-'));
  try {
    await writeFiles(folder, files);
    const graph = await openOnnxGraph(path.join(folder, name));
    try {
      return await task(graph);
    } finally {
      await graph.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeFiles(
  folder: string,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  try {
    for (const [file, bytes] of Object.entries(files)) {
      await writeFile(path.join(folder, file), bytes);
    }
  } catch (cause) {
    throw new Error(
      `the graph cannot be written to the folder for temporary files (${(cause as Error).message}); ` +
        'make room there, or let TMPDIR name another',
      { cause },
    );
  }
}
