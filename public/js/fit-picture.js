/**
 * What a network takes, as `preprocessing.json` of an export has it.
 * @typedef {object} Input
 * @property {number} width in pixels
 * @property {number} height in pixels
 * @property {'stretch' | 'cover' | 'contain'} fit
 * @property {number} crop share of the sides that is kept where the fit is `cover`
 * @property {'triangle' | 'cubic' | 'lanczos'} kernel
 */

/**
 * A stretch of pixels of a picture, fractions included.
 * @typedef {{ from: number, length: number }} Span
 */

/**
 * For each place in the result: the first pixel that it is made of, and the share of each.
 * @typedef {{ start: number, shares: Float64Array }[]} Filter
 */

const CHANNELS = 3;
/** Rows of a picture that lie in memory at once. */
const BAND = 256;
/** Of the bars beside a picture whose shape is not that of the input. */
const BAR_GREY = 127;

/**
 * Makes of a picture file what a network takes, as the service does: upright, in sRGB, on white.
 *
 * @param {Blob} file
 * @param {Input} input
 * @returns {Promise<Uint8Array<ArrayBuffer>>} [height, width, 3], red first
 * @throws {DOMException} when the browser cannot read the file
 */
export async function fitPicture(file, input) {
  const bitmap = await createImageBitmap(file);
  try {
    const { width, height } = bitmap;
    const canvas = new OffscreenCanvas(width, Math.min(BAND, height));
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (context === null) throw new Error('this browser gives no canvas');
    context.fillStyle = '#fff';
    return fitRows(width, height, input, (top, count) => {
      context.fillRect(0, 0, width, count);
      context.drawImage(bitmap, 0, top, width, count, 0, 0, width, count);
      return context.getImageData(0, 0, width, count).data;
    });
  } finally {
    bitmap.close();
  }
}

/**
 * Fits pixels to an input, with a filter that widens when shrinking.
 *
 * @param {number} width of the picture
 * @param {number} height of the picture
 * @param {Input} input
 * @param {(top: number, count: number) => ArrayLike<number>} read gives rows of it, as RGBA
 * @returns {Uint8Array<ArrayBuffer>} [input.height, input.width, 3]
 */
export function fitRows(width, height, input, read) {
  const { columns, rows, target } = placeOf(width, height, input);
  const across = filterOf(columns, target.width, width, input.kernel);
  const down = filterOf(rows, target.height, height, input.kernel);
  const fitted = shrinkRows(shrinkColumns(width, height, across, read), down, target.width);
  if (target.width === input.width && target.height === input.height) return fitted;
  return withBars(fitted, target, input);
}

/**
 * What part of the picture is seen, and at what size.
 *
 * @param {number} width
 * @param {number} height
 * @param {Input} input
 * @returns {{ columns: Span, rows: Span, target: { width: number, height: number } }}
 */
function placeOf(width, height, input) {
  const whole = { columns: { from: 0, length: width }, rows: { from: 0, length: height } };
  const size = { width: input.width, height: input.height };
  switch (input.fit) {
    case 'stretch':
      return { ...whole, target: size };
    case 'contain': {
      const scale = Math.min(input.width / width, input.height / height);
      const side = (/** @type {number} */ pixels) => Math.max(1, Math.round(pixels * scale));
      return { ...whole, target: { width: side(width), height: side(height) } };
    }
    case 'cover': {
      const around = (/** @type {number} */ side) => Math.round(side / input.crop);
      const shrink = Math.min(width / around(input.width), height / around(input.height));
      return {
        columns: middle(width, Math.round(width / shrink), around(input.width), input.width),
        rows: middle(height, Math.round(height / shrink), around(input.height), input.height),
        target: size,
      };
    }
  }
}

/**
 * What is left of a side when whole pixels are cut off after resizing.
 *
 * @param {number} size of the side
 * @param {number} resized the size that it is given
 * @param {number} around the size that is cut out of that
 * @param {number} kept the size that is cut out in the end
 * @returns {Span}
 */
function middle(size, resized, around, kept) {
  const cut = Math.floor((resized - around + 1) / 2) + Math.floor((around - kept) / 2);
  return { from: (cut * size) / resized, length: (kept * size) / resized };
}

/**
 * @param {number} width
 * @param {number} height
 * @param {Filter} filter
 * @param {(top: number, count: number) => ArrayLike<number>} read
 * @returns {Float64Array} [height, target width, 3]
 */
function shrinkColumns(width, height, filter, read) {
  const narrow = new Float64Array(height * filter.length * CHANNELS);
  let to = 0;
  for (let top = 0; top < height; top += BAND) {
    const count = Math.min(BAND, height - top);
    const rgba = read(top, count);
    for (let y = 0; y < count; y++) {
      for (const { start, shares } of filter) {
        let from = (y * width + start) * 4;
        let [red, green, blue] = [0, 0, 0];
        for (const share of shares) {
          red += share * /** @type {number} */ (rgba[from]);
          green += share * /** @type {number} */ (rgba[from + 1]);
          blue += share * /** @type {number} */ (rgba[from + 2]);
          from += 4;
        }
        narrow[to++] = red;
        narrow[to++] = green;
        narrow[to++] = blue;
      }
    }
  }
  return narrow;
}

/**
 * @param {Float64Array} narrow
 * @param {Filter} filter
 * @param {number} width of a row
 * @returns {Uint8Array<ArrayBuffer>} [target height, width, 3]
 */
function shrinkRows(narrow, filter, width) {
  const values = width * CHANNELS;
  // Rounds, and what a filter overshoots stays within 0-255.
  const pixels = new Uint8ClampedArray(filter.length * values);
  const sums = new Float64Array(values);
  filter.forEach(({ start, shares }, y) => {
    sums.fill(0);
    shares.forEach((share, row) => {
      const from = (start + row) * values;
      for (let i = 0; i < values; i++) {
        sums[i] =
          /** @type {number} */ (sums[i]) + share * /** @type {number} */ (narrow[from + i]);
      }
    });
    pixels.set(sums, y * values);
  });
  return new Uint8Array(pixels.buffer);
}

/**
 * @param {Uint8Array} fitted
 * @param {{ width: number, height: number }} target its size
 * @param {Input} input
 */
function withBars(fitted, target, input) {
  const pixels = new Uint8Array(input.width * input.height * CHANNELS).fill(BAR_GREY);
  const top = Math.floor((input.height - target.height) / 2);
  const left = Math.floor((input.width - target.width) / 2);
  const values = target.width * CHANNELS;
  for (let y = 0; y < target.height; y++) {
    const row = fitted.subarray(y * values, (y + 1) * values);
    pixels.set(row, ((top + y) * input.width + left) * CHANNELS);
  }
  return pixels;
}

/** @param {number} x */
function sinc(x) {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/**
 * How far a kernel reaches where nothing is shrunk, in pixels.
 * @param {Input['kernel']} kernel
 */
function reachOf(kernel) {
  if (kernel === 'triangle') return 1;
  return kernel === 'cubic' ? 2 : 3;
}

/**
 * What a kernel weighs at a distance.
 * @param {Input['kernel']} kernel
 * @param {number} x in pixels, not negative
 */
function weigh(kernel, x) {
  switch (kernel) {
    case 'triangle':
      return Math.max(0, 1 - x);
    case 'cubic': // Keys 1981 with a = -0.5
      if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
      return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    case 'lanczos':
      return x < 3 ? sinc(x) * sinc(x / 3) : 0;
  }
}

/**
 * @param {Span} span that is seen
 * @param {number} target pixels that it becomes
 * @param {number} size pixels of the whole picture
 * @param {Input['kernel']} kernel
 * @returns {Filter}
 */
function filterOf({ from, length }, target, size, kernel) {
  const scale = length / target;
  const widening = Math.max(scale, 1);
  const radius = reachOf(kernel) * widening;
  return Array.from({ length: target }, (_, place) => {
    const centre = from + (place + 0.5) * scale;
    const start = Math.max(0, Math.floor(centre - radius));
    const last = Math.min(size - 1, Math.ceil(centre + radius) - 1);
    const shares = Float64Array.from({ length: last - start + 1 }, (__, i) =>
      weigh(kernel, Math.abs(start + i + 0.5 - centre) / widening),
    );
    const sum = shares.reduce((total, share) => total + share, 0);
    return { start, shares: shares.map((share) => share / sum) };
  });
}
