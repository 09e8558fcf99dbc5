import { SharedCounting } from '../../../../src/http/rate-limit/shared-counting';
import { recordingLogger, type RecordingLogger } from '../../../support/recording-logger';

let log: RecordingLogger;
let isThere: boolean;
/** Resolves when the counting has been asked whether it is back. */
let asked: () => Promise<void>;
let counting: SharedCounting;

beforeEach(() => {
  log = recordingLogger();
  isThere = true;
  let tell: () => void = () => undefined;
  asked = () => new Promise<void>((resolve) => (tell = resolve));
  counting = new SharedCounting({
    logger: log,
    askEveryMs: 1,
    isBack() {
      tell();
      return isThere ? Promise.resolve() : Promise.reject(new Error('not yet'));
    },
  });
});
afterEach(() => counting.close());

let tries = 0;
const count = (): Promise<string> =>
  counting.either(
    () => {
      tries += 1;
      return isThere ? Promise.resolve('shared') : Promise.reject(new Error('no answer'));
    },
    () => Promise.resolve('alone'),
  );
const messages = (): string[] => log.lines.map(({ level, message }) => `${level}: ${message}`);

describe('counting that is shared', () => {
  it('goes on alone while what shares it is away, without trying it each time', async () => {
    expect(await count()).toBe('shared');
    isThere = false;
    tries = 0;
    for (let i = 0; i < 10; i += 1) expect(await count()).toBe('alone');
    expect(tries).toBe(1);
    expect(messages()).toEqual([
      'warn: rate limits are counted by each instance: Redis does not answer',
    ]);
  });

  it('is shared again when that is back, and says so', async () => {
    isThere = false;
    await count();
    await asked();
    await asked();
    isThere = true;
    await asked();
    let how: string;
    do how = await count();
    while (how === 'alone');
    expect(messages()).toEqual([
      expect.stringContaining('warn: '),
      'info: rate limits are shared again: Redis is back',
    ]);
  });
});
