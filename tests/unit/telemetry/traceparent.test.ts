import { readTraceparent, writeTraceparent } from '../../../src/telemetry/tracing/traceparent';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

describe('readTraceparent', () => {
  it('reads what is valid, and writes it again', () => {
    const context = readTraceparent(`00-${TRACE}-${SPAN}-01`, 'vendor=1')!;
    expect(context).toMatchObject({ traceId: TRACE, spanId: SPAN, traceFlags: 1, isRemote: true });
    expect(context.traceState?.get('vendor')).toBe('1');
    expect(writeTraceparent(context)).toBe(`00-${TRACE}-${SPAN}-01`);
  });

  it('takes a later version of the header, as far as it is known', () => {
    expect(readTraceparent(`01-${TRACE}-${SPAN}-03-more`, undefined)).toMatchObject({
      traceFlags: 1,
    });
  });

  it.each([
    undefined,
    '',
    'nonsense',
    `00-${TRACE}-${SPAN}`,
    `00-${TRACE}-${SPAN}-01-more`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01\n`,
  ])('begins a new trace for %p', (header) => {
    expect(readTraceparent(header, undefined)).toBeUndefined();
  });
});
