import fc from 'fast-check';
import { HttpError } from '../../../../src/http/kit/errors/http-error';
import { readInferRequest as readRequest } from '../../../../src/http/protocols/open-inference/infer-request';

const readInferRequest = (
  bytes: Buffer,
  length: string | undefined,
): ReturnType<typeof readRequest> => readRequest(bytes, length, 100);

/** JSON with tensors behind it, and the value of the header that says where they begin. */
function bodyOf(header: object, ...tensors: readonly Uint8Array[]): [Buffer, string] {
  const json = Buffer.from(JSON.stringify(header));
  return [Buffer.concat([json, ...tensors]), String(json.length)];
}

const pixelInput = (size: number, shape = [1, 2, 2, 3]): object => ({
  inputs: [{ name: 'images', shape, datatype: 'UINT8', parameters: { binary_data_size: size } }],
});

const refusal = (bytes: Buffer, length: string | undefined): HttpError => {
  try {
    readInferRequest(bytes, length);
  } catch (error) {
    if (error instanceof HttpError) return error;
    throw error;
  }
  throw new Error('the request was taken');
};

describe('a request with binary tensors', () => {
  it('has its tensors behind the JSON', () => {
    const pixels = Uint8Array.from({ length: 24 }, (_, i) => i);
    const { pictures } = readInferRequest(...bodyOf(pixelInput(24, [2, 2, 2, 3]), pixels));
    expect(pictures).toHaveLength(2);
    expect(pictures[1]).toMatchObject({ kind: 'pixels', width: 2, height: 2 });
    expect(pictures[1]).toHaveProperty('pixels', Buffer.from(pixels.subarray(12)));
  });

  it('may have each picture as its length and its bytes', () => {
    const files = [Buffer.from('one'), Buffer.alloc(0), Buffer.from('three')];
    const raw = Buffer.concat(
      files.flatMap((file) => {
        const length = Buffer.alloc(4);
        length.writeUInt32LE(file.length);
        return [length, file];
      }),
    );
    const header = {
      inputs: [
        {
          name: 'image_bytes',
          shape: [3],
          datatype: 'BYTES',
          parameters: { binary_data_size: raw.length },
        },
      ],
    };
    const { pictures } = readInferRequest(...bodyOf(header, raw));
    expect(pictures.map((picture) => 'bytes' in picture && picture.bytes)).toEqual(files);
  });

  it('with more pictures than there may be is refused before they are looked at', () => {
    const raw = new Uint8Array(4 * 101);
    const input = { name: 'image_bytes', shape: [101], datatype: 'BYTES' };
    const header = { inputs: [{ ...input, parameters: { binary_data_size: raw.length } }] };
    expect(refusal(...bodyOf(header, raw)).code).toBe('TOO_MANY_FILES');
  });

  it.each([
    ['whose header is longer than the body', Buffer.from('{}'), '3'],
    ['whose header is no number', Buffer.from('{}'), '2x'],
    ['whose header is negative', Buffer.from('{}'), '-1'],
    ['whose header cuts the JSON', Buffer.from('{"inputs": []}'), '5'],
    ['with a tensor cut off', ...bodyOf(pixelInput(12), new Uint8Array(11))],
    ['with bytes left over', ...bodyOf(pixelInput(12), new Uint8Array(13))],
    ['with less than its shape', ...bodyOf(pixelInput(9), new Uint8Array(9))],
    [
      'with a shape beyond all numbers',
      ...bodyOf(pixelInput(12, [1, 2 ** 50, 2 ** 50, 3]), new Uint8Array(12)),
    ],
    [
      'with two inputs',
      ...bodyOf(
        { inputs: [...[1, 2]].map(() => (pixelInput(12) as { inputs: object[] }).inputs[0]) },
        new Uint8Array(24),
      ),
    ],
    [
      'with nothing but JSON and a tensor announced',
      Buffer.from(JSON.stringify(pixelInput(12))),
      undefined,
    ],
  ])('%s is refused', (_, bytes, length) => {
    expect(['INVALID_BODY', 'INVALID_JSON']).toContain(refusal(bytes, length).code);
  });

  it('is refused, and never more than that, whatever sizes it says', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        fc.oneof(fc.nat(80), fc.maxSafeInteger()),
        fc.array(fc.oneof(fc.nat(4), fc.maxSafeNat()), { maxLength: 5 }),
        fc.constantFrom('UINT8', 'FP32', 'BYTES', 'FP16'),
        fc.constantFrom('images', 'image_bytes'),
        fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined }),
        (tail, size, shape, datatype, name, shift) => {
          const input = { name, shape, datatype, parameters: { binary_data_size: size } };
          const [bytes, length] = bodyOf({ inputs: [input] }, tail);
          const header = shift === undefined ? undefined : String(Number(length) + shift);
          try {
            const { pictures } = readInferRequest(bytes, header);
            // What is taken has exactly what it says.
            expect(size).toBe(tail.length);
            expect(pictures).toHaveLength(shape[0]!);
          } catch (error) {
            expect(error).toBeInstanceOf(HttpError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is refused, and never more than that, whatever bytes it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.option(fc.nat(120)), (bytes, length) => {
        const header = length === null ? undefined : String(length);
        expect(refusal(Buffer.from(bytes), header).status).toBeLessThan(500);
      }),
    );
  });
});

describe('a request with JSON tensors', () => {
  it('takes flat and nested lists for the same', () => {
    const read = (data: unknown) =>
      readInferRequest(
        Buffer.from(
          JSON.stringify({
            inputs: [{ name: 'images', shape: [1, 1, 2, 3], datatype: 'UINT8', data }],
          }),
        ),
        undefined,
      ).pictures;
    expect(read([1, 2, 3, 4, 5, 6])).toEqual(
      read([
        [
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
        ],
      ]),
    );
  });

  it('is refused, and never more than that, whatever its data is', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5 }),
        fc.array(fc.nat(3), { maxLength: 5 }),
        fc.constantFrom('images', 'image_bytes'),
        (data, shape, name) => {
          const datatype = name === 'images' ? 'UINT8' : 'BYTES';
          const body = Buffer.from(JSON.stringify({ inputs: [{ name, shape, datatype, data }] }));
          try {
            expect(readInferRequest(body, undefined).pictures).toHaveLength(shape[0]!);
          } catch (error) {
            expect(error).toBeInstanceOf(HttpError);
          }
        },
      ),
    );
  });
});
