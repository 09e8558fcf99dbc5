import { startApplication, type StartedApplication } from '../support/start-application';

let application: StartedApplication;
afterEach(() => application.end());

describe('security headers', () => {
  beforeEach(async () => (application = await startApplication()));

  it('allow nothing inline and nothing from elsewhere', async () => {
    const answer = await application.api.get('/api/health');
    const policy = answer.get('Content-Security-Policy')!;
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).toContain("img-src 'self' blob: data:");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(answer.get('X-Content-Type-Options')).toBe('nosniff');
    expect(answer.get('X-Powered-By')).toBeUndefined();
  });

  it('let pages use the camera and nothing else, and tell no other site where one comes from', async () => {
    const answer = await application.api.get('/predict').expect(200);
    expect(answer.get('Permissions-Policy')).toMatch(/^camera=\(self\)(, [a-z-]+=\(\))+$/);
    // Under no-referrer, browsers send the forms of a page over plain http as of no origin.
    expect(answer.get('Referrer-Policy')).toBe('same-origin');
  });

  it('do not send browsers on plain http to https', async () => {
    const answer = await application.api.get('/api/health');
    expect(answer.get('Content-Security-Policy')).not.toContain('upgrade-insecure-requests');
    expect(answer.get('Strict-Transport-Security')).toBeUndefined();
  });

  it('are on errors too', async () => {
    const answer = await application.api.get('/nothing').expect(404);
    expect(answer.get('Content-Security-Policy')).toBeDefined();
  });
});

describe('CORS', () => {
  const origin = 'https://app.example';

  it('lets no other site in by default', async () => {
    application = await startApplication();
    const answer = await application.api.get('/api/health').set('Origin', origin).expect(403);
    expect(answer.get('Access-Control-Allow-Origin')).toBeUndefined();
  });

  it('lets every origin in where all are listed, and read the headers', async () => {
    application = await startApplication({ CORS_ORIGINS: '*' });
    const answer = await application.api.get('/api/health').set('Origin', origin);
    expect(answer.get('Access-Control-Allow-Origin')).toBe('*');
    expect(answer.get('Access-Control-Expose-Headers')).toContain('X-Request-Id');
    expect(answer.get('Access-Control-Expose-Headers')).toContain('Retry-After');
  });

  it('answers a preflight', async () => {
    application = await startApplication({ CORS_ORIGINS: '*' });
    const answer = await application.api
      .options('/api/predict')
      .set('Origin', origin)
      .set('Access-Control-Request-Method', 'POST')
      .expect(204);
    expect(answer.get('Access-Control-Allow-Methods')).toContain('POST');
  });

  it('lets in only the origins that are listed', async () => {
    application = await startApplication({ CORS_ORIGINS: `${origin},http://localhost:3000` });
    const listed = await application.api.get('/api/health').set('Origin', origin);
    expect(listed.get('Access-Control-Allow-Origin')).toBe(origin);
    const other = await application.api.get('/api/health').set('Origin', 'https://evil.example');
    expect(other.get('Access-Control-Allow-Origin')).toBeUndefined();
  });

  it('lets in none when none is listed', async () => {
    application = await startApplication({ CORS_ORIGINS: '' });
    const answer = await application.api.get('/api/health').set('Origin', origin);
    expect(answer.get('Access-Control-Allow-Origin')).toBeUndefined();
  });
});
