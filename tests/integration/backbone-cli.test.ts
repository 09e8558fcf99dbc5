import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { convolutional } from '../unit/backbones/networks';

const ROOT = path.join(__dirname, '../..');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'models-'));
  writeFileSync(path.join(folder, 'network.onnx'), convolutional());
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as npm's scripts do. */
function backbone(...args: readonly string[]): Promise<Outcome> {
  const command = ['--import', 'tsx', path.join(ROOT, 'src/cli/backbone.ts'), ...args];
  const env = { ...process.env, MODEL_DIR: folder, BACKBONE_DOWNLOADS: 'false' };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: ROOT, env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

describe('npm run backbone', () => {
  it('adds, lists and removes a backbone', async () => {
    const file = path.join(folder, 'network.onnx');
    const added = await backbone(
      'add',
      file,
      '--name',
      'one',
      '--mean',
      '0.5,0.5,0.5',
      '--std',
      '0.25,0.25,0.25',
    );
    expect(added).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^Added the backbone one: 8×8 pixels, 5 features.*\n.*last layer.*\n[^]*taken as it came/,
      ),
    });
    const listed = await backbone('list');
    expect(listed.out).toMatch(
      /^one {2}8×8 pixels, 5 features.*\n\nTo be added by name:\n.*mobilenetv4-small/,
    );
    const removed = await backbone('remove', 'one');
    expect(removed.out).toMatch(/Removed the backbone one\. Versions made on it .* go on working/);
    expect(await backbone('remove', 'one')).toMatchObject({ code: 2 });
  }, 60_000);

  it('says in one line what is wrong', async () => {
    const outcomes = await Promise.all([
      backbone('add'),
      backbone('add', 'x.onnx', '--layout', 'HWC'),
      backbone('add', 'x.onnx', '--mean', '1,2'),
      backbone('add', 'mobilenetv2'),
    ]);
    expect(outcomes.map(({ code, err }) => [code, err])).toEqual([
      [2, 'a source is missing\n'],
      [2, '--layout must be NCHW or NHWC, not "HWC"\n'],
      [2, '--mean must be three numbers such as 0.485,0.456,0.406\n'],
      [1, 'Downloads of backbones are switched off (BACKBONE_DOWNLOADS): add a file instead.\n'],
    ]);
  }, 60_000);
});
