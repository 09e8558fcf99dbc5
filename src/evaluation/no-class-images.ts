import { IMAGE_CHANNELS, IMAGE_SIDE, IMAGE_VALUES } from '../config/image-shape';

/** A source of numbers in [0, 1). */
export type RandomNumber = () => number;

/**
 * Images of nothing that a classifier knows, by kind, to measure how well it says so: noise,
 * textures and flat shapes out of thin air, and small crops of known images blown up.
 *
 * @param known uint8, [n, 32, 32, 3], to crop from
 * @param count images of each kind
 * @returns uint8, [count, 32, 32, 3] by kind
 */
export function noClassImages(
  known: Uint8Array,
  count: number,
  random: RandomNumber,
): Readonly<Record<'noise' | 'textures' | 'shapes' | 'crops', Uint8Array>> {
  return {
    noise: paint(count, () => noise(random)),
    textures: paint(count, () => texture(random)),
    shapes: paint(count, () => shapes(random)),
    crops: paint(count, () => crop(known, random)),
  };
}

/** The value of a channel at a place, 0-255. */
type Painter = (x: number, y: number, channel: number) => number;

function paint(count: number, next: () => Painter): Uint8Array {
  const images = new Uint8ClampedArray(count * IMAGE_VALUES);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const painter = next();
    for (let y = 0; y < IMAGE_SIDE; y++) {
      for (let x = 0; x < IMAGE_SIDE; x++) {
        for (let c = 0; c < IMAGE_CHANNELS; c++) images[at++] = painter(x, y, c);
      }
    }
  }
  return new Uint8Array(images.buffer);
}

function noise(random: RandomNumber): Painter {
  const mean = colour(random);
  const spread = 20 + 235 * random();
  return (_x, _y, c) => mean[c]! + (random() - 0.5) * spread;
}

/** Two waves of any direction and length, smooth or as sharp stripes, between two colours. */
function texture(random: RandomNumber): Painter {
  const [from, to] = [colour(random), colour(random)];
  const waves = [0, 1].map(() => {
    const angle = Math.PI * random();
    const frequency = (2 * Math.PI) / (3 + 13 * random());
    return { x: Math.cos(angle) * frequency, y: Math.sin(angle) * frequency, at: 7 * random() };
  });
  const isSharp = random() < 0.5;
  return (x, y, c) => {
    const sum = waves.reduce(
      (total, wave) => total + Math.sin(wave.x * x + wave.y * y + wave.at),
      0,
    );
    const share = isSharp ? Number(sum > 0) : (sum + 2) / 4;
    return from[c]! + (to[c]! - from[c]!) * share;
  };
}

/** One to four discs and rectangles on a plain ground. */
function shapes(random: RandomNumber): Painter {
  const ground = colour(random);
  const drawn = Array.from({ length: 1 + Math.floor(4 * random()) }, () => ({
    colour: colour(random),
    x: IMAGE_SIDE * random(),
    y: IMAGE_SIDE * random(),
    width: 3 + 9 * random(),
    height: 3 + 9 * random(),
    isRound: random() < 0.5,
  }));
  return (x, y, c) => {
    const shape = drawn.findLast(({ isRound, ...at }) => {
      const [dx, dy] = [(x - at.x) / at.width, (y - at.y) / at.height];
      return isRound ? dx * dx + dy * dy < 1 : Math.abs(dx) < 1 && Math.abs(dy) < 1;
    });
    return (shape?.colour ?? ground)[c]!;
  };
}

const CROP_SIDE = 8;

/** An eight-pixel square of a known image, enlarged: its colours without its object. */
function crop(known: Uint8Array, random: RandomNumber): Painter {
  const image = Math.floor((random() * known.length) / IMAGE_VALUES) * IMAGE_VALUES;
  const left = Math.floor(random() * (IMAGE_SIDE - CROP_SIDE));
  const top = Math.floor(random() * (IMAGE_SIDE - CROP_SIDE));
  const scale = (CROP_SIDE - 1) / (IMAGE_SIDE - 1);
  const pixel = (x: number, y: number, c: number): number =>
    known[image + ((top + y) * IMAGE_SIDE + left + x) * IMAGE_CHANNELS + c]!;
  return (x, y, c) => {
    const [column, row] = [Math.floor(x * scale), Math.floor(y * scale)];
    const [right, below] = [x * scale - column, y * scale - row];
    const mix = (y: number): number =>
      pixel(column, y, c) * (1 - right) + pixel(Math.min(column + 1, CROP_SIDE - 1), y, c) * right;
    return mix(row) * (1 - below) + mix(Math.min(row + 1, CROP_SIDE - 1)) * below;
  };
}

function colour(random: RandomNumber): readonly number[] {
  return [255 * random(), 255 * random(), 255 * random()];
}
