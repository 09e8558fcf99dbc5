import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AddedBackbone, addBackbone } from '../../../src/backbones/add';
import { backbonesFolder } from '../../../src/backbones/backbone';
import { BackboneError } from '../../../src/backbones/backbone-error';
import { CATALOGUE } from '../../../src/backbones/catalogue';
import { writeBackbone } from '../../../src/backbones/write-backbone';
import {
  AdditionRunningError,
  BackboneDesk,
  type AdditionSource,
  type BackboneDeskOptions,
} from '../../../src/jobs/backbone-desk';
import { recordAddition } from '../../../src/jobs/addition-record';
import { CIFAR10_INPUT } from '../../../src/config/cifar10';
import { goneProcessTag } from '../../support/gone-process';
import { recordingLogger } from '../../support/recording-logger';

type Add = typeof addBackbone;

const NOW = new Date('2026-01-01T00:00:00Z');
const NAMED: AdditionSource = { kind: 'named', text: 'mobilenetv2' };

let modelDir = '';
let dir = '';
beforeEach(() => {
  modelDir = mkdtempSync(path.join(tmpdir(), 'desk-'));
  dir = backbonesFolder(modelDir);
});
afterEach(() => rmSync(modelDir, { recursive: true }));

/** An addition that a test ends when it likes. */
function heldAddition(): {
  readonly add: Add;
  readonly calls: Parameters<Add>[];
  /** Resolves when the addition is asked for. */
  readonly called: Promise<Parameters<Add>>;
  readonly succeed: (added: AddedBackbone) => void;
  readonly fail: (error: unknown) => void;
} {
  const calls: Parameters<Add>[] = [];
  let succeed: (added: AddedBackbone) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  let call: (given: Parameters<Add>) => void = () => undefined;
  const called = new Promise<Parameters<Add>>((resolve) => (call = resolve));
  const promise = new Promise<AddedBackbone>((resolve, reject) => {
    succeed = resolve;
    fail = reject;
  });
  return {
    calls,
    called,
    succeed,
    fail,
    add: (...given) => {
      calls.push(given);
      call(given);
      const { signal } = given[2];
      signal?.addEventListener('abort', () => fail(signal.reason));
      return promise;
    },
  };
}

function deskWith(parts: Partial<BackboneDeskOptions> = {}): BackboneDesk {
  return new BackboneDesk({
    modelDir,
    downloads: { endpoint: 'http://hub.test', token: '' },
    logger: recordingLogger(),
    now: () => NOW,
    ...parts,
  });
}

async function written(name: string, sha256 = 'ab'): Promise<AddedBackbone> {
  const backbone = await writeBackbone(
    dir,
    {
      format: 1,
      name,
      created_at: NOW.toISOString(),
      source: { kind: 'file', location: 'x.onnx', commit: null, sha256, trusted: 'first-use' },
      licence: null,
      description: 'A network.',
      input: { ...CIFAR10_INPUT },
      features: 4,
      parameters: 10,
      notes: [],
      int8: null,
    },
    { onnx: Uint8Array.of(1, 2, 3), onnxInt8: null },
  );
  return { backbone, teachableMachine: null };
}

/** An error with these properties. */
function matching(properties: object): Error {
  return expect.objectContaining(properties) as Error;
}

/** Waits until nothing is being added. */
async function over(desk: BackboneDesk): Promise<BackboneDesk['current']> {
  while (desk.current.state === 'adding') await new Promise((resolve) => setImmediate(resolve));
  return desk.current;
}

describe('the desk of backbones', () => {
  it('says how far an addition is, and what was added', async () => {
    const held = heldAddition();
    const desk = deskWith({ add: held.add });
    expect(desk.current).toEqual({ state: 'idle' });
    desk.begin('mobilenetv2').start(NAMED, { licence: 'MIT' });
    const [source, options, parts] = await held.called;
    expect([source, options]).toEqual(['mobilenetv2', { licence: 'MIT', name: 'mobilenetv2' }]);
    expect(parts).toMatchObject({ dir, downloads: { endpoint: 'http://hub.test' } });
    const progress = {
      stage: 'downloading',
      file: 'model.onnx',
      doneBytes: 5,
      totalBytes: 10,
    } as const;
    parts.onProgress?.(progress);
    expect(desk.current).toMatchObject({ state: 'adding', what: 'mobilenetv2', progress });
    const added = await written('mobilenetv2');
    held.succeed(added);
    expect(await over(desk)).toMatchObject({
      state: 'added',
      card: added.backbone.card,
      version: null,
      startedAt: NOW,
      endedAt: NOW,
    });
  });

  it('adds one at a time, and another one after it', async () => {
    const held = heldAddition();
    const desk = deskWith({ add: held.add });
    desk.begin('mobilenetv2').start(NAMED, {});
    expect(() => desk.begin('dinov2-small')).toThrow(AdditionRunningError);
    held.fail(new BackboneError('It is no network.'));
    await over(desk);
    const next = desk.begin('dinov2-small');
    expect(desk.current).toMatchObject({ state: 'adding', what: 'dinov2-small' });
    await next.leave();
  });

  it('keeps why an addition failed', async () => {
    const held = heldAddition();
    const desk = deskWith({ add: held.add });
    desk.begin('mobilenetv2').start(NAMED, {});
    const error = new BackboneError('The hub cannot be reached.', { problem: 'unreachable' });
    held.fail(error);
    expect(await over(desk)).toMatchObject({ state: 'failed', what: 'mobilenetv2', error });
  });

  it('cancels what is being added, and says so until it is over', async () => {
    const held = heldAddition();
    const desk = deskWith({ add: held.add });
    expect(desk.cancel()).toBe(false);
    desk.begin('mobilenetv2').start(NAMED, {});
    expect(desk.cancel()).toBe(true);
    expect(desk.current).toMatchObject({ state: 'adding', isCancelling: true });
    expect(await over(desk)).toMatchObject({ state: 'cancelled', what: 'mobilenetv2' });
  });

  it('breaks an addition off when it is closed, and takes no other', async () => {
    const held = heldAddition();
    const desk = deskWith({ add: held.add });
    desk.begin('mobilenetv2').start(NAMED, {});
    await desk.close();
    expect(desk.current.state).toBe('cancelled');
    expect(() => desk.begin('dinov2-small')).toThrow(AdditionRunningError);
  });

  it.each([
    ['a path', { kind: 'named', text: '/etc/passwd' }, {}, 'unknown'],
    ['a path that is there', { kind: 'named', text: __filename }, {}, 'unknown'],
    ['an address without a file', { kind: 'named', text: 'hf:owner' }, {}, 'refused'],
    ['a name that cannot be', NAMED, { name: '../x' }, 'refused'],
    ['the name of the address of additions', NAMED, { name: 'adding' }, 'refused'],
    ['a name that is taken', NAMED, { name: 'taken' }, 'exists'],
  ] as const)('refuses %s at once', async (_, source, options, problem) => {
    await written('taken');
    const held = heldAddition();
    const desk = deskWith({ add: held.add });
    const seat = desk.begin('something');
    expect(() => seat.start(source, options)).toThrow(matching({ problem }));
    await seat.leave();
    expect(held.calls).toEqual([]);
    expect(desk.current).toEqual({ state: 'idle' });
  });

  it('refuses to download where downloads are off', async () => {
    const desk = deskWith({ downloads: null });
    const seat = desk.begin('mobilenetv2');
    expect(() => seat.start(NAMED, {})).toThrow(
      matching({ problem: 'switched-off', message: expect.stringContaining('add a file instead') }),
    );
    await seat.leave();
  });

  it('removes a received file when its addition is over, however it ends', async () => {
    const held = heldAddition();
    const desk = deskWith({ add: held.add });
    const seat = desk.begin('a file');
    const folder = await seat.receivingFolder();
    expect(path.dirname(folder)).toBe(dir);
    const file = path.join(folder, '0');
    writeFileSync(file, 'network');
    seat.received(3, 7);
    expect(desk.current).toMatchObject({ progress: { stage: 'receiving', doneBytes: 3 } });
    seat.start({ kind: 'file', path: file, fileName: 'mine.onnx' }, {});
    expect(desk.current).toMatchObject({ what: 'mine.onnx' });
    expect((await held.called)[1]).toEqual({ fileName: 'mine.onnx', name: 'mine' });
    await seat.leave();
    expect(existsSync(file)).toBe(true);
    held.fail(new BackboneError('It is no network.'));
    await over(desk);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('forgets an addition whose file never came', async () => {
    const desk = deskWith();
    const seat = desk.begin('a file');
    await seat.receivingFolder();
    await seat.leave();
    expect(readdirSync(dir)).toEqual([]);
    expect(desk.current).toEqual({ state: 'idle' });
  });

  it('makes a version of a Teachable Machine export, or leaves nothing of it', async () => {
    const head = { classNames: ['a', 'b'], head: {} } as never;
    for (const [name, importExport, expected] of [
      ['good', () => Promise.resolve({ name: 'good-2' }), { state: 'added', version: 'good-2' }],
      ['bad', () => Promise.reject(new Error('the disk is full')), { state: 'failed' }],
    ] as const) {
      const held = heldAddition();
      const desk = deskWith({ add: held.add, importExport: importExport as never });
      desk.begin(name).start(NAMED, {});
      held.succeed({ ...(await written(name)), teachableMachine: head });
      expect(await over(desk)).toMatchObject(expected);
    }
    expect(readdirSync(dir)).toEqual(['good']);
  });

  describe('after a start', () => {
    /** What is left of an addition when its process is killed. */
    async function killed(name: string, what = 'hf:owner/name/model.onnx'): Promise<void> {
      const folder = path.join(dir, `.receiving~${goneProcessTag()}~${name}`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, '0'), 'half of a network');
      await recordAddition(folder, { what, startedAt: NOW, name });
    }

    it('tells of an addition whose process was killed, and removes what is left of it', async () => {
      await killed('lost');
      mkdirSync(path.join(dir, `.adding~${goneProcessTag()}~x`));
      const desk = deskWith();
      await desk.sweep();
      expect(readdirSync(dir)).toEqual([]);
      expect(desk.current).toMatchObject({
        state: 'failed',
        what: 'hf:owner/name/model.onnx',
        startedAt: NOW,
        error: {
          problem: 'interrupted',
          message: expect.stringMatching(/nothing .* add it again/),
        },
      });
    });

    it('says so where the network itself was written', async () => {
      await killed('half');
      await written('half');
      const desk = deskWith();
      await desk.sweep();
      expect(readdirSync(dir)).toEqual(['half']);
      expect(desk.current).toMatchObject({
        error: { message: expect.stringMatching(/"half" is there/) },
      });
    });

    it('leaves an addition of another process that is alive', async () => {
      const held = heldAddition();
      const other = deskWith({ add: held.add });
      other.begin('mobilenetv2').start(NAMED, {});
      await held.called;
      const desk = deskWith();
      await desk.sweep();
      expect(readdirSync(dir)).toHaveLength(1);
      expect(desk.current).toEqual({ state: 'idle' });
      held.fail(new BackboneError('It is no network.'));
      await over(other);
      expect(readdirSync(dir)).toEqual([]);
    });

    it('goes by folders alone where the process was killed before it had noted anything', async () => {
      mkdirSync(path.join(dir, `.receiving~${goneProcessTag()}~x`), { recursive: true });
      const desk = deskWith();
      await desk.sweep();
      expect(readdirSync(dir)).toEqual([]);
      expect(desk.current).toEqual({ state: 'idle' });
    });
  });

  it('lists what is there, what cannot be read, and what the catalogue has beside it', async () => {
    const int8 = CATALOGUE.find(({ name }) => name === 'mobilenetv2-int8')!;
    await written('dinov2-small');
    await written('under-another-name', int8.copies![0]);
    await written('broken');
    writeFileSync(path.join(dir, 'broken', 'backbone.json'), '{');
    const { cards, broken, missing } = await deskWith().list();
    expect(cards.map(({ name }) => name)).toEqual(['dinov2-small', 'under-another-name']);
    expect(broken).toEqual(['broken']);
    expect(missing.map(({ name }) => name)).toEqual([
      'mobilenetv4-small',
      'mobilenetv3-small',
      'mobilenetv2',
    ]);
  });
});
