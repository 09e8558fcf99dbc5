import fc from 'fast-check';
import { FileNamer } from '../../../../src/http/upload/file-namer';
import { BOUNDARY, multipartBody, type Part } from '../../../support/multipart';

function through(body: Buffer, cuts: readonly number[], field = 'file'): Buffer {
  const namer = new FileNamer(BOUNDARY, field);
  const positions = [0, ...cuts.map((cut) => cut % (body.length + 1)), body.length];
  positions.sort((a, b) => a - b);
  const pieces = positions.slice(1).map((end, i) => namer.push(body.subarray(positions[i], end)));
  return Buffer.concat([...pieces, namer.flush()]);
}

const cuts = fc.array(fc.nat(), { maxLength: 20 });
/** Much of what delimiters and headers are made of. */
const content = fc
  .array(fc.constantFrom('\r', '\n', '\r\n', '--', BOUNDARY, 'a', 'filename=""', '\0'))
  .map((pieces) => pieces.join(''))
  .filter((text) => !text.includes(`--${BOUNDARY}`));

describe('naming the files of a form', () => {
  it('changes nothing but the parts of its field that have no name, however the bytes come', () => {
    const part = fc.record<Part>(
      {
        name: fc.constantFrom('file', 'files', 'label', 'file; filename=""'),
        fileName: fc.constantFrom('', 'a.png', 'a"; name="file'),
        headers: fc.constantFrom([], ['Content-Type: image/png'], ['X: name="file"']),
        content,
      },
      { requiredKeys: ['name'] },
    );
    fc.assert(
      fc.property(fc.array(part), cuts, (parts, at) => {
        const expected = parts.map((each) => ({
          ...each,
          ...(each.name === 'file' && !each.fileName && { fileName: 'unnamed' }),
        }));
        expect(through(multipartBody(parts), at).toString('latin1')).toBe(
          multipartBody(expected).toString('latin1'),
        );
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('passes what is no form as it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), cuts, (bytes, at) => {
        const body = Buffer.from(bytes);
        expect(through(body, at).equals(body)).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it('holds no more than a header back', () => {
    const namer = new FileNamer(BOUNDARY, 'file');
    let passed = 0;
    let sent = 0;
    const push = (chunk: Buffer): void => {
      sent += chunk.length;
      passed += namer.push(chunk).length;
    };
    push(Buffer.from(`--${BOUNDARY}\r\n`));
    for (let i = 0; i < 64; i++) {
      push(Buffer.alloc(1024, 'x'));
      expect(sent - passed).toBeLessThanOrEqual(17 * 1024);
    }
  });
});
