const SIDE = 2000;

/**
 * A progressive JPEG whose every scan says nothing in a few bytes, about 62,500 blocks: legal, small, and
 * slow to decode.
 */
export function scanBomb(): Buffer {
  const blocks = Math.ceil(SIDE / 8) ** 2;
  const parts = [
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, [0, ...Array<number>(64).fill(1)]),
    segment(0xc2, [8, SIDE >> 8, SIDE & 255, SIDE >> 8, SIDE & 255, 1, 1, 0x11, 0]),
    // One code each: "no difference" for the means, "the end, 2^14 blocks long" for the rest.
    segment(0xc4, [0x00, 1, ...Array<number>(15).fill(0), 0x00]),
    segment(0xc4, [0x10, 1, ...Array<number>(15).fill(0), 0xe0]),
    segment(0xda, [1, 1, 0, 0, 0, 0]),
    Buffer.alloc(Math.ceil(blocks / 8)),
  ];
  // Each scan: four runs of 15 bits, all zero, and so of 16,384 blocks each; padded with ones.
  const runs = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0x0f]);
  for (let bit = 13; bit >= 0; bit--) {
    for (let coefficient = 1; coefficient < 64; coefficient++) {
      const refinement = bit === 13 ? 13 : ((bit + 1) << 4) | bit;
      parts.push(segment(0xda, [1, 1, 0, coefficient, coefficient, refinement]), runs);
    }
  }
  return Buffer.concat([...parts, Buffer.from([0xff, 0xd9])]);
}

function segment(marker: number, content: readonly number[]): Buffer {
  const length = content.length + 2;
  return Buffer.from([0xff, marker, length >> 8, length & 255, ...content]);
}
