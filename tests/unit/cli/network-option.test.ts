import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { networkOption } from '../../../src/cli/network-option';
import { UsageError } from '../../../src/cli/run-command';
import { NETWORKS } from '../../../src/training/network/specification';

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'network-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: unknown): string {
  const name = path.join(folder, 'network.json');
  writeFileSync(name, typeof content === 'string' ? content : JSON.stringify(content));
  return name;
}

describe('--network', () => {
  it('is a network of the project', () => {
    expect(networkOption('small')).toBe(NETWORKS.small);
  });

  it('is a network of one’s own, in a file', () => {
    const own = { name: 'my-own', widths: [8, 16, 32] };
    expect(networkOption(file(own))).toEqual(own);
  });

  it.each(['huge', 'constructor', '__proto__', ''])('is not %j', (name) => {
    expect(() => networkOption(name)).toThrow(UsageError);
    expect(() => networkOption(name)).toThrow(
      `--network must be standard or small, not "${name}"; a file of one ends in .json`,
    );
  });

  it.each([
    ['not JSON', '{'],
    ['no object', '7'],
    ['no name', { widths: [8, 8, 8] }],
    ['a name that is a path', { name: '../a', widths: [8, 8, 8] }],
    ['two widths', { name: 'a', widths: [8, 8] }],
    ['a width of nothing', { name: 'a', widths: [8, 0, 8] }],
    ['half a channel', { name: 'a', widths: [8, 8.5, 8] }],
    ['a width beyond reason', { name: 'a', widths: [8, 8, 1e9] }],
    ['what nobody knows', { name: 'a', widths: [8, 8, 8], depth: 3 }],
  ])('is no file with %s', (_, content) => {
    const name = file(content);
    expect(() => networkOption(name)).toThrow(UsageError);
    expect(() => networkOption(name)).toThrow(name);
  });

  it('is no file that is not there', () => {
    expect(() => networkOption(path.join(folder, 'gone.json'))).toThrow(/gone\.json.*ENOENT/);
  });
});
