/** @typedef {import('onnxruntime-web')} Runtime */
/** @typedef {import('onnxruntime-web').InferenceSession} Session */

const RUNTIME = '/vendor/onnxruntime-web/ort.wasm.bundle.min.mjs';

/**
 * The graph of a version, in this browser. Runtime and graph are loaded when they are first needed,
 * and again after a failure.
 */
export class BrowserNetwork {
  /** @type {string} */
  #url;
  /** @type {Promise<{ ort: Runtime, session: Session }> | undefined} */
  #loaded;

  /** @param {string} url of the graph */
  constructor(url) {
    this.#url = url;
  }

  /** Whether it has been asked for, and has not failed. */
  get isLoading() {
    return this.#loaded !== undefined;
  }

  /** Resolves when it is there. */
  load() {
    this.#loaded ??= load(this.#url).catch((error) => {
      this.#loaded = undefined;
      throw error;
    });
    return this.#loaded;
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} pixels [height, width, 3]
   * @param {{ width: number, height: number }} input
   * @returns {Promise<Float32Array>} probability of each class
   */
  async run(pixels, { width, height }) {
    const { ort, session } = await this.load();
    const images = new ort.Tensor('uint8', pixels, [1, height, width, 3]);
    const { probabilities } = await session.run({ images });
    return /** @type {Float32Array} */ (probabilities?.data);
  }
}

/**
 * @param {string} url
 * @returns {Promise<{ ort: Runtime, session: Session }>}
 */
async function load(url) {
  const ort = /** @type {Runtime} */ (await import(RUNTIME));
  // One thread: more of them need headers that keep pages from much else.
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const response = await fetch(url);
  if (!response.ok) throw new Error((await response.json()).error);
  const session = await ort.InferenceSession.create(new Uint8Array(await response.arrayBuffer()));
  return { ort, session };
}
