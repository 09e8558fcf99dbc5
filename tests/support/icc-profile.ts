/** Columns of red, green, blue in the XYZ of D50, and the exponent of all three curves. */
export interface RgbProfile {
  readonly columns: readonly (readonly [number, number, number])[];
  readonly gamma: number;
}

/** Adobe RGB (1998) and ProPhoto (ROMM) as their specifications have them, adapted to D50. */
export const ADOBE_RGB: RgbProfile = {
  columns: [
    [0.60974, 0.31111, 0.01947],
    [0.20528, 0.62567, 0.06087],
    [0.14919, 0.06322, 0.74457],
  ],
  gamma: 563 / 256,
};
export const PROPHOTO: RgbProfile = {
  columns: [
    [0.79767, 0.28804, 0],
    [0.13519, 0.71188, 0],
    [0.0313, 0.00009, 0.8249],
  ],
  gamma: 1.8,
};
export const DISPLAY_P3: RgbProfile = {
  columns: [
    [0.51512, 0.2412, -0.00105],
    [0.29198, 0.69225, 0.04189],
    [0.1571, 0.06657, 0.78407],
  ],
  gamma: 2.2,
};
const SRGB_COLUMNS = [
  [0.43607, 0.22249, 0.01392],
  [0.38515, 0.71687, 0.09708],
  [0.14307, 0.06061, 0.7141],
] as const;
/** sRGB whose red is green and the other way round: nobody can overlook that it was applied. */
export const SWAPPED: RgbProfile = {
  columns: [SRGB_COLUMNS[1], SRGB_COLUMNS[0], SRGB_COLUMNS[2]],
  gamma: 2.2,
};
export const LIKE_SRGB: RgbProfile = { columns: SRGB_COLUMNS, gamma: 2.2 };

const D50 = [0.9642, 1, 0.8249] as const;
const HEADER_BYTES = 128;

/** A colour profile of a matrix and three curves (ICC.1:2001-04). */
export function rgbProfile({ columns, gamma }: RgbProfile): Buffer {
  return profile('RGB ', [
    ['rXYZ', xyz(columns[0]!)],
    ['gXYZ', xyz(columns[1]!)],
    ['bXYZ', xyz(columns[2]!)],
    ['rTRC', curve(gamma)],
    ['gTRC', curve(gamma)],
    ['bTRC', curve(gamma)],
  ]);
}

/** A profile of grey with one curve. */
export function greyProfile(gamma: number): Buffer {
  return profile('GRAY', [['kTRC', curve(gamma)]]);
}

function profile(space: string, tags: readonly (readonly [string, Buffer])[]): Buffer {
  const all = [
    ['desc', description()],
    ['cprt', Buffer.concat([Buffer.from('text\0\0\0\0none\0', 'latin1'), Buffer.alloc(3)])],
    ['wtpt', xyz(D50)],
    ...tags,
  ] as const;
  const table = Buffer.alloc(4 + all.length * 12);
  table.writeUInt32BE(all.length);
  let at = HEADER_BYTES + table.length;
  for (const [index, [name, data]] of all.entries()) {
    table.write(name, 4 + index * 12, 'latin1');
    table.writeUInt32BE(at, 8 + index * 12);
    table.writeUInt32BE(data.length, 12 + index * 12);
    at += data.length;
  }
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(at);
  header.writeUInt32BE(0x0210_0000, 8);
  header.write('mntr', 12, 'latin1');
  header.write(space, 16, 'latin1');
  header.write('XYZ ', 20, 'latin1');
  header.write('acsp', 36, 'latin1');
  xyz(D50).copy(header, 68, 8);
  return Buffer.concat([header, table, ...all.map(([, data]) => data)]);
}

function description(): Buffer {
  const data = Buffer.alloc(108);
  data.write('desc', 0, 'latin1');
  data.writeUInt32BE(5, 8);
  data.write('test', 12, 'latin1');
  return data;
}

function xyz(values: readonly number[]): Buffer {
  const data = Buffer.alloc(20);
  data.write('XYZ ', 0, 'latin1');
  for (const [index, value] of values.entries()) {
    data.writeInt32BE(Math.round(value * 65_536), 8 + index * 4);
  }
  return data;
}

function curve(gamma: number): Buffer {
  const data = Buffer.alloc(16);
  data.write('curv', 0, 'latin1');
  data.writeUInt32BE(1, 8);
  data.writeUInt16BE(Math.round(gamma * 256), 12);
  return data;
}
