import { createLogger, type RootLogger } from '../../src/observability/create-logger';
import { PassThrough } from 'node:stream';
import { DEVICES, startVisit, type Visit } from '../support/browser';

let logger: RootLogger;
let visit: Visit;

beforeAll(async () => {
  logger = createLogger({ level: 'debug', format: 'json', file: '', console: new PassThrough() });
  logger.info('ready', { engine: 'onnxruntime-node 1.30.0', startup_ms: 900 });
  logger.warn('a client went away', { path: `/api/predict/${'long'.repeat(60)}` });
  logger.error('request failed', { error: new Error('the disk is full') });
  visit = await startVisit(
    { RATE_LIMIT_ENABLED: 'true', MAX_QUEUE_SIZE: '512' },
    { recentLog: logger.recent },
  );
});
afterAll(async () => {
  await visit.end();
  await logger.close();
});

describe.each(DEVICES)('the system page on a %s (%o, %s)', (device, viewport, colorScheme) => {
  it('is drawn without a complaint from browser or axe', async () => {
    const options = { path: '/system', viewport, colorScheme };
    const { page, complaints, violations, screenshot } = await visit.open(options);
    await page.waitForFunction(() => document.querySelector('#log-live')?.textContent !== '');
    expect(complaints()).toEqual([]);
    expect(await violations()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    await screenshot(`system-${device}-${colorScheme}`);
    await page.context().close();
  });
});

describe('the system page', () => {
  it('shows each line of the log when it is written, unless it is paused', async () => {
    const { page, complaints } = await visit.open({ path: '/system' });
    await page.waitForFunction(
      () => document.querySelector('#log-live')?.textContent === 'following',
    );
    const last = (): Promise<string | null> =>
      page.locator('#log-lines li').last().locator('.log-message').textContent();
    logger.info('first');
    await page.waitForFunction(
      () =>
        document.querySelector('#log-lines li:last-child .log-message')?.textContent === 'first',
    );
    await page.click('#log-pause');
    logger.info('second');
    logger.debug('never shown here');
    const { body } = await visit.application.api.get('/api/logs?limit=1').expect(200);
    expect(body).toMatchObject({ lines: [{ message: 'second' }] });
    expect(await last()).toBe('first');
    await page.click('#log-pause');
    await page.waitForFunction(
      () =>
        document.querySelector('#log-lines li:last-child .log-message')?.textContent === 'second',
    );
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('finds a variable', async () => {
    const { page } = await visit.open({ path: '/system' });
    await page.fill('#setting-filter', 'queue');
    const shown = await page.locator('#settings tbody tr:visible th').allTextContents();
    expect(shown).toContain('MAX_QUEUE_SIZE');
    expect(shown).not.toContain('PORT');
    await page.fill('#setting-filter', 'no such thing');
    expect(await page.isVisible('#settings-none')).toBe(true);
    await page.context().close();
  });

  it('is read without JavaScript', async () => {
    const { page } = await visit.open({ path: '/system', javaScriptEnabled: false });
    await page.click('.level:has-text("Errors")');
    expect(await page.locator('#log-lines .log-message').allTextContents()).toEqual([
      'request failed',
    ]);
    expect(await page.textContent('#settings tr:has-text("MAX_QUEUE_SIZE") .badge')).toBe('set');
    await page.context().close();
  });
});
