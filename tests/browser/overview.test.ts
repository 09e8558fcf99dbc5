import { DEVICES, startVisit, type Visit, type VisitedPage } from '../support/browser';
import { jpeg } from '../support/images';

let visit: Visit;
beforeAll(async () => {
  visit = await startVisit();
});
afterAll(async () => visit.end());

async function predict(name: string): Promise<void> {
  await visit.application.api
    .post('/api/predict')
    .attach('file', await jpeg({ seed: name.length }), name)
    .expect(200);
}

async function open(options: Parameters<Visit['open']>[0] = {}): Promise<VisitedPage> {
  return visit.open({ path: '/', ...options });
}

describe.each(DEVICES)('the overview on a %s (%o, %s)', (device, viewport, colorScheme) => {
  it('is drawn without a complaint from browser or axe', async () => {
    await predict('first.jpg');
    const { page, complaints, violations, screenshot } = await open({ viewport, colorScheme });
    await page.waitForSelector('#requests-chart canvas');
    expect(complaints()).toEqual([]);
    expect(await violations()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    await screenshot(`overview-${device}-${colorScheme}`);
    await page.context().close();
  });
});

describe('the overview', () => {
  it('shows a prediction that is made elsewhere, without a reload', async () => {
    const { page, complaints } = await open();
    await page.waitForFunction(() => document.querySelector('#live')?.textContent === 'live');
    const before = Number(await page.textContent('#tile-predictions .value'));
    await predict('elsewhere.jpg');
    await page.waitForFunction(
      (count) => document.querySelector('#tile-predictions .value')?.textContent === String(count),
      before + 1,
    );
    await page.waitForFunction(
      () => document.querySelector('#latest-rows .file')?.textContent === 'elsewhere.jpg',
    );
    const { body } = await visit.application.api.get('/api/predictions?limit=1');
    const [{ predicted_class: name }] = (body as { predictions: [{ predicted_class: string }] })
      .predictions;
    expect(await page.locator('#class-mix .mix-name').allTextContents()).toContain(name);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('says that it is not up to date while the service is away, and catches up', async () => {
    const { page } = await open({ expected: /ERR_/ });
    await page.waitForFunction(() => document.querySelector('#live')?.textContent === 'live');
    await page.route('**/api/overview/events', (route) => route.abort());
    await page.context().setOffline(true);
    // An open stream outlives the network in Chromium: the page is told as the browser would.
    await page.evaluate(() => dispatchEvent(new Event('offline')));
    await page.waitForFunction(() =>
      document.querySelector('#live')?.classList.contains('waiting'),
    );
    await page.context().setOffline(false);
    await page.unroute('**/api/overview/events');
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.waitForFunction(() => document.querySelector('#live')?.textContent === 'live');
    await page.context().close();
  });

  it('is read without JavaScript', async () => {
    await predict('plain.jpg');
    const { page } = await open({ javaScriptEnabled: false });
    expect(Number(await page.textContent('#tile-predictions .value'))).toBeGreaterThan(0);
    expect(await page.textContent('#latest-rows .file')).toBe('plain.jpg');
    await page.click('.numbers summary');
    expect(await page.locator('.numbers .table-scroll >> nth=0 >> tbody tr').count()).toBe(15);
    const sure = page.locator('#confidence-rows tr');
    expect(await sure.count()).toBe(20);
    const counts = await sure.locator('td').allTextContents();
    const total = counts.reduce((sum, words) => sum + Number(words), 0);
    expect(total).toBe(Number(await page.textContent('#tile-predictions .value')));
    await page.context().close();
  });

  it('is found from every page', async () => {
    const { page } = await visit.open({ path: '/predict' });
    await page.click('.site-nav a[href="/"]');
    await page.waitForSelector('#requests-chart canvas');
    expect(await page.textContent('.site-nav [aria-current]')).toBe('Overview');
    await page.context().close();
  });
});
