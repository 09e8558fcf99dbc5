import { DEVICES, startVisit, type Visit } from '../support/browser';
import { png } from '../support/images';

let visit: Visit;
beforeAll(async () => {
  visit = await startVisit();
  await learnPatterns();
});
afterAll(async () => visit.end());

/** Has the service make a version that knows one class more. */
async function learnPatterns(): Promise<void> {
  const { api } = visit.application;
  let upload = api.post('/api/upload/training-data').field('label', 'Pattern');
  for (let seed = 0; seed < 15; seed++) {
    upload = upload.attach('files', await png({ seed: 100 + seed }), `pattern-${seed}.png`);
  }
  await upload.expect(200);
  const { body } = await api.post('/api/retrain').expect(202);
  const { job_id: id } = body as { job_id: string };
  for (;;) {
    const { body: job } = await api.get(`/api/jobs/${id}`).expect(200);
    const { state } = job as { state: string };
    if (state === 'succeeded') return;
    if (['rejected', 'failed', 'cancelled'].includes(state)) throw new Error(JSON.stringify(job));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const active = async (): Promise<string> =>
  ((await visit.application.api.get('/api/models')).body as { active: string }).active;

async function versions(): Promise<{ parent: string; child: string }> {
  const { body } = await visit.application.api.get('/api/models').expect(200);
  const { models } = body as { models: { version: string; parent: string | null }[] };
  const child = models.find(({ parent }) => parent !== null)!;
  return { child: child.version, parent: child.parent! };
}

describe.each(DEVICES)('the pages of models on a %s (%o, %s)', (device, viewport, colorScheme) => {
  it('are drawn without a complaint from browser or axe', async () => {
    const { parent, child } = await versions();
    const pages = {
      models: '/models',
      model: `/models/${parent}?truth=Cat&predicted=Dog`,
      compare: `/models/compare?a=${parent}&b=${child}`,
    };
    for (const [name, path] of Object.entries(pages)) {
      const visited = await visit.open({ path, viewport, colorScheme });
      expect(await visited.violations()).toEqual([]);
      expect(visited.complaints()).toEqual([]);
      const width = await visited.page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBe(viewport.width);
      await visited.page.evaluate(() => {
        for (const image of document.images) image.loading = 'eager';
      });
      await visited.page.waitForFunction(() => [...document.images].every((i) => i.complete));
      await visited.screenshot(`${name}-${device}-${colorScheme}`);
      await visited.page.context().close();
    }
  });
});

describe('the pages of models', () => {
  it('show what each version was made from, its network, and which one answers', async () => {
    const { parent, child } = await versions();
    const { page } = await visit.open({ path: '/models' });
    const rows = page.locator('#versions > .entries > .version');
    expect(await rows.locator('h3 a').allTextContents()).toEqual([child, parent]);
    expect(await rows.first().locator('.badge').textContent()).toBe('answers now');
    const facts = rows.first().locator('.version-facts');
    expect(await facts.textContent()).toContain('new: Pattern');
    expect(await facts.textContent()).toContain('(32×32 pixels)');
    expect(await facts.locator('dd a').textContent()).toBe(parent);
    await page.context().close();
  });

  it('promote, go back and forth, without JavaScript too', async () => {
    const { parent, child } = await versions();
    for (const javaScriptEnabled of [true, false]) {
      const { page, complaints } = await visit.open({ path: '/models', javaScriptEnabled });
      await page.click(`button[aria-label="Let ${parent} answer"]`);
      await page.waitForSelector('.notice-good');
      expect(await active()).toBe(parent);
      await page.click('text=Go back to the version before');
      await page.waitForSelector(`.notice-good:has-text("${child}")`);
      expect(await active()).toBe(child);
      expect(complaints()).toEqual([]);
      await page.context().close();
    }
  });

  it('explain what is wrong when something cannot be done', async () => {
    const child = await active();
    const form = 'application/x-www-form-urlencoded';
    const { text } = await visit.application.api
      .post(`/models/${child}/delete`)
      .set('Content-Type', form)
      .send('')
      .expect(409);
    expect(text).toContain('The active version cannot be deleted');
    await visit.application.api
      .post(`/models/${child}/promote`)
      .set('Content-Type', form)
      .set('Sec-Fetch-Site', 'cross-site')
      .send('')
      .expect(403);
    const { page } = await visit.open({
      path: `/models/compare?a=${child}&b=nothing`,
      expected: /404/,
    });
    expect(await page.textContent('.notice-bad')).toContain('no model version of this name');
    await page.context().close();
  });

  it('show pictures that were corrected from one class to another', async () => {
    const { api } = visit.application;
    const { body } = await api
      .post('/api/predict')
      .attach('file', await png({ seed: 7 }), 'odd.png')
      .expect(200);
    const { id, predicted_class: predicted } = body as { id: string; predicted_class: string };
    const truth = predicted === 'Frog' ? 'Deer' : 'Frog';
    await api.post(`/api/predictions/${id}/feedback`).send({ label: truth }).expect(200);
    const query = new URLSearchParams({ truth, predicted }).toString();
    const { page } = await visit.open({ path: `/models/${await active()}?${query}` });
    expect(await page.textContent('.examples h3')).toBe(`${truth} taken for ${predicted}`);
    expect(await page.getAttribute('.examples img', 'alt')).toContain('odd.png');
    await page.context().close();
  });

  it('delete a version that does not answer, after asking', async () => {
    const { parent, child } = await versions();
    await visit.application.api.post(`/api/models/${parent}/promote`).expect(200);
    const { page, violations } = await visit.open({ path: `/models/${child}` });
    await page.click('summary:has-text("Delete")');
    await page.waitForSelector('dialog[open]');
    expect(await violations()).toEqual([]);
    await page.click('dialog button:has-text("Keep it")');
    await page.waitForSelector('dialog', { state: 'detached' });
    await page.click('summary:has-text("Delete")');
    await page.click('dialog button:has-text("Delete it")');
    await page.waitForSelector('.notice-good');
    expect(await page.locator('.version').count()).toBe(1);
    await visit.application.api.get(`/api/models/${child}`).expect(404);
    await page.context().close();
  });
});
