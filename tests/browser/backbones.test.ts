import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEVICES, startVisit, type Visit } from '../support/browser';
import { convolutional } from '../unit/backbones/networks';

let visit: Visit;
let hub: Server;
let folder: string;
let file: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'networks-'));
  file = path.join(folder, 'small.onnx');
  writeFileSync(file, convolutional());
  hub = await startHub();
  const { port } = hub.address() as AddressInfo;
  visit = await startVisit({ HF_ENDPOINT: `http://127.0.0.1:${port}` });
});
afterAll(async () => {
  await visit.end();
  hub.closeAllConnections();
  hub.close();
  rmSync(folder, { recursive: true });
});

/** A hub that sends the beginning of every file, and never the rest. */
async function startHub(): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.onnx') !== true) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-length': 4_000_000 });
    response.write(Buffer.alloc(1_000_000));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const heading = '#adding-heading';

describe.each(DEVICES)(
  'networks for photographs on a %s (%o, %s)',
  (device, viewport, colorScheme) => {
    it('are drawn without a complaint from browser or axe', async () => {
      const visited = await visit.open({ path: '/models', viewport, colorScheme });
      const { page, violations, complaints, screenshot } = visited;
      await page.click('#backbones .add-way:not([open]) > summary');
      await page.click('#network-file-form .settings > summary');
      expect(await violations()).toEqual([]);
      expect(complaints()).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBe(viewport.width);
      await screenshot(`backbones-${device}-${colorScheme}`);
      await page.context().close();
    });
  },
);

describe('networks for photographs', () => {
  it.each([true, false])('are added from a file (with a script: %s)', async (javaScriptEnabled) => {
    const { page } = await visit.open({ path: '/models', javaScriptEnabled });
    const name = javaScriptEnabled ? 'scripted' : 'plain';
    const section = page.locator('#backbones');
    await page.setInputFiles('#network-file', file);
    await page.fill('#file-name', name);
    await page.fill('#file-licence', 'MIT');
    await page.click('#network-file-form .settings > summary');
    await page.fill('#file-mean', '0.5,0.5,0.5');
    await page.fill('#file-std', '0.25,0.25,0.25');
    await page.click('text=Add the file');
    const outcome = section.locator('.notice-good');
    await outcome.waitFor({ timeout: 60_000 });
    expect(await outcome.textContent()).toContain(`${name} is added.`);
    const added = section.locator('.entry', { hasText: name });
    expect(await added.locator('.entry-facts').textContent()).toContain('8×8 pixels');
    await added.locator('summary', { hasText: 'Remove' }).click();
    await page.locator('button:visible', { hasText: 'Remove it' }).click();
    await added.waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('show how far a download is, and are cancelled', async () => {
    const { page, violations, screenshot } = await visit.open({ path: '/models' });
    await page.click('button[aria-label="Add mobilenetv4-small"]');
    await page.waitForSelector(`${heading}:has-text("Adding mobilenetv4-small")`);
    await page.waitForSelector('#adding-words:has-text("of 3.8")');
    expect(await page.locator('#adding-bar').getAttribute('max')).toBe('4000000');
    expect(await violations()).toEqual([]);
    await screenshot('backbones-adding');
    await page.click('#adding button:has-text("Cancel")');
    await page.waitForSelector('#adding .notice:has-text("was cancelled")');
    expect(await page.locator('button[aria-label="Add mobilenetv4-small"]').count()).toBe(1);
    await page.context().close();
  });

  it('say on the page why a file is refused, and keep what was filled in', async () => {
    const odd = path.join(folder, 'odd.onnx');
    writeFileSync(odd, 'no network');
    const { page, complaints } = await visit.open({ path: '/models', expected: /422/ });
    await page.setInputFiles('#network-file', odd);
    await page.fill('#file-name', 'Not A Name');
    await page.click('text=Add the file');
    await page.waitForSelector('#told .notice-bad:has-text("cannot name a backbone")');
    expect(await page.inputValue('#file-name')).toBe('Not A Name');
    await page.fill('#file-name', 'odd');
    await page.click('text=Add the file');
    await page.waitForSelector('#adding .notice-bad:has-text("not an ONNX model")');
    expect(complaints()).toEqual([]);
    await page.context().close();
  });
});
