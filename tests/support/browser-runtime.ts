import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** The code that browsers run, in a process of its own: Jest loads no modules of ECMAScript. */
const PROGRAM = `
import { readFileSync, writeFileSync } from 'node:fs';
const [runtime, graph, images, dims, output, found] = process.argv.slice(1);
const ort = await import(runtime);
ort.env.wasm.numThreads = 1;
const session = await ort.InferenceSession.create(new Uint8Array(readFileSync(graph)));
const pixels = new Uint8Array(readFileSync(images));
const answer = await session.run({ images: new ort.Tensor('uint8', pixels, JSON.parse(dims)) });
const { data } = answer[output];
writeFileSync(found, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
`;

/**
 * What ONNX Runtime's WebAssembly, as browsers have it, makes of pictures.
 *
 * @param bytes a graph with the input `images`
 * @param images uint8, [n, height, width, 3]
 * @returns float32, [n, …]
 */
export function inWebAssembly(
  bytes: Uint8Array,
  images: Uint8Array,
  dims: readonly number[],
  output: string,
): Float32Array {
  const folder = mkdtempSync(path.join(tmpdir(), 'web-assembly-'));
  try {
    const [graph, pixels, found] = ['graph.onnx', 'pixels', 'found'].map((name) =>
      path.join(folder, name),
    );
    writeFileSync(graph!, bytes);
    writeFileSync(pixels!, images);
    const dist = path.dirname(createRequire(__filename).resolve('onnxruntime-web'));
    const runtime = pathToFileURL(path.join(dist, 'ort.node.min.mjs')).href;
    const args = [runtime, graph!, pixels!, JSON.stringify(dims), output, found!];
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM, ...args]);
    if (run.status !== 0) throw new Error(`it did not run: ${run.stderr.toString()}`);
    return new Float32Array(new Uint8Array(readFileSync(found!)).buffer);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
