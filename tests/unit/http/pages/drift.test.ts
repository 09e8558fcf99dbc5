import path from 'node:path';
import supertest from 'supertest';
import { createHttpApp } from '../../../../src/http/create-http-app';
import type { DriftReport } from '../../../../src/monitoring/drift/drift-report';
import { httpParts } from '../../../support/http-parts';

const ROOT = path.join(__dirname, '..', '..', '..', '..');
const FOLDERS = { views: path.join(ROOT, 'views'), assets: path.join(ROOT, 'public') };

/** The service, with a report that a test makes. */
function service(report: () => Promise<DriftReport>): ReturnType<typeof supertest> {
  const drift = { observe: () => undefined, report };
  return supertest(createHttpApp({ ...httpParts(), folders: FOLDERS, drift }));
}

describe('the page about drift', () => {
  it('does not wait for what is being compared, and leads to the page that does', async () => {
    const api = service(() => new Promise(() => undefined));
    const { text } = await api.get('/drift').expect(200);
    expect(text).toContain('is being compared');
    expect(text).toMatch(/"reloadTo":"\/drift\?version=[^"]+&wait=true"/);
    expect(text).toMatch(/<noscript><meta http-equiv="refresh" content="5; url=\/drift\?version=/);
    expect(text).not.toContain('class="empty-state"');
  });

  it('that waits shows what comes late', async () => {
    const api = service(
      () => new Promise((resolve) => setTimeout(() => resolve(emptyReport()), 500)),
    );
    const { text } = await api.get('/drift?wait=true').expect(200);
    expect(text).toContain('class="empty-state"');
    expect(text).not.toContain('reloadTo');
    expect(text).not.toContain('http-equiv="refresh"');
  });

  it('says so when comparing fails', async () => {
    const api = service(() => Promise.reject(new Error('a broken file')));
    await api.get('/drift').expect(500);
  });
});

function emptyReport(): DriftReport {
  return {
    modelVersion: 'tiny',
    classNames: ['A', 'B'],
    state: { kind: 'unknown' },
    windows: [],
    reference: { pictures: 100, accuracy: 0.9, classMix: [50, 50] },
    reason: null,
    strangest: [],
  };
}
