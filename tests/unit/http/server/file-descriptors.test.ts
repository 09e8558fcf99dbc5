import {
  connectionsWithin,
  fileDescriptorLimit,
} from '../../../../src/http/server/file-descriptors';

describe('connections within the limit of open files', () => {
  it.each([
    [2048, Infinity, 2048],
    [2048, 1_000_000, 2048],
    [2048, 1024, 768],
    [2048, 128, 64],
    [100, 1024, 100],
    [2048, 64, 1],
  ])('of %i wanted and %s files are %i', (wanted, descriptors, most) => {
    expect(connectionsWithin(wanted, descriptors)).toBe(most);
  });
});

(process.platform === 'linux' ? describe : describe.skip)('the limit of open files', () => {
  it('is known on Linux', () => {
    expect(fileDescriptorLimit()).toBeGreaterThan(0);
  });
});
