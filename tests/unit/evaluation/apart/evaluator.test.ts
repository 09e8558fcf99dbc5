import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  EvaluationBusyError,
  EvaluationError,
  EvaluationTimeoutError,
  NoEvaluationDataError,
  UnusableVersionError,
} from '../../../../src/evaluation/apart/errors';
import { Evaluator } from '../../../../src/evaluation/apart/evaluator';
import { writeTinyVersion } from '../../../support/tiny-version';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'evaluator-'));
  await writeTinyVersion(path.join(folder, 'models'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const evaluator = (timeoutMs = 60_000): Evaluator =>
  new Evaluator({
    folders: {
      models: path.join(folder, 'models'),
      data: path.join(folder, 'data'),
      persistence: path.join(folder, 'persistence'),
    },
    timeoutMs,
  });

const never = new AbortController().signal;

describe('an evaluator', () => {
  it('judges in a process of its own, one at a time', async () => {
    const judge = evaluator();
    const first = judge.evaluate(['tiny'], 'held_out', never);
    expect(judge.isUsing('tiny')).toBe(true);
    await expect(judge.evaluate(['tiny'], 'held_out', never)).rejects.toThrow(EvaluationBusyError);
    const { versions } = await first;
    expect(versions[0]?.evaluation.accuracy).toBe(1);
    expect(judge.isUsing('tiny')).toBe(false);
  });

  it('tells errors apart', async () => {
    const judge = evaluator();
    await expect(judge.evaluate(['tiny'], 'test', never)).rejects.toThrow(NoEvaluationDataError);
    await expect(judge.evaluate(['gone'], 'held_out', never)).rejects.toThrow(UnusableVersionError);
    await writeTinyVersion(path.join(folder, 'models'), { version: 'broken' });
    appendFileSync(path.join(folder, 'models', 'broken', 'head.bin'), 'x');
    await expect(judge.evaluate(['broken'], 'held_out', never)).rejects.toThrow(
      /head\.bin has changed/,
    );
  });

  it('gives up when it is asked to, and can be asked again', async () => {
    const judge = evaluator();
    const controller = new AbortController();
    const given = judge.evaluate(['tiny'], 'held_out', controller.signal);
    controller.abort();
    await expect(given).rejects.toThrow(EvaluationError);
    await expect(judge.evaluate(['tiny'], 'held_out', never)).resolves.toBeDefined();
  });

  it('gives up what takes too long', async () => {
    await expect(evaluator(1).evaluate(['tiny'], 'held_out', never)).rejects.toThrow(
      EvaluationTimeoutError,
    );
  });

  it('lets a few wait for their turn', async () => {
    const judge = evaluator();
    const first = judge.evaluate(['tiny'], 'held_out', never);
    const second = judge.evaluateInTurn(['tiny'], 'held_out', never);
    const third = judge.evaluateInTurn(['tiny'], 'samples', never);
    await expect(first).resolves.toMatchObject({ on: 'held_out' });
    await expect(second).resolves.toMatchObject({ on: 'held_out' });
    await expect(third).rejects.toThrow(NoEvaluationDataError);
  });
});
