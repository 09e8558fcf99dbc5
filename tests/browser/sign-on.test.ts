import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { DEVICES, startVisit, type Visit } from '../support/browser';
import { IdentityProvider } from '../support/identity-provider/identity-provider';

let visit: Visit;
let provider: IdentityProvider;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

beforeAll(async () => {
  const port = await freePort();
  const redirectUri = `http://127.0.0.1:${port}/login/oidc/callback`;
  provider = await IdentityProvider.start({ redirectUri, audience: 'urn:images' });
  await provider.knows('ada', { preferred_username: 'ada', groups: ['ml-admins'] });
  visit = await startVisit(
    {
      PORT: String(port),
      AUTH: 'on',
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: 'service',
      OIDC_CLIENT_SECRET: 'the secret of the service',
      OIDC_REDIRECT_URI: redirectUri,
      OIDC_SCOPE: 'openid profile groups',
      OIDC_ROLES: 'ml-admins=admin',
      OIDC_NAME: 'Example Login',
    },
    { withModel: false },
  );
});
afterAll(async () => {
  await provider.stop();
  await visit.end();
});

it.each(DEVICES)('the button suits everybody on a %s', async (name, viewport, colorScheme) => {
  const { page, violations, screenshot } = await visit.open({
    path: '/login',
    viewport,
    colorScheme,
  });
  expect(await page.getByRole('link', { name: 'Sign in with Example Login' }).count()).toBe(1);
  expect(await violations()).toEqual([]);
  await screenshot(`sign-on-${name}-${colorScheme}`);
});

it('signs in by keyboard, back to the page that was asked for, and out at the provider too', async () => {
  // The pages of the provider are none of ours, and load fonts from another site.
  const { page, violations } = await visit.open({
    path: '/people?from=a-link',
    expected: /ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED|404/,
  });
  const button = page.getByRole('link', { name: 'Sign in with Example Login' });
  for (let tabs = 0; tabs < 30; tabs += 1) {
    if (await button.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.getByPlaceholder('Enter any login').fill('ada');
  await page.getByPlaceholder('and password').fill('any');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL(`${visit.url}/people?from=a-link`);
  expect(await page.getByRole('row', { name: /ada/ }).textContent()).toContain(
    `ada of ${provider.issuer}`,
  );
  expect(await violations()).toEqual([]);

  await page.locator('summary', { hasText: 'ada' }).first().click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.waitForURL(`${provider.issuer}/session/end*`);
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await page.waitForURL(`${visit.url}/login`);
});
