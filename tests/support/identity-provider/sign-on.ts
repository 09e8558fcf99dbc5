import type { IdentityProvider } from './identity-provider';
import type { StartedApplication } from '../start-application';

export type PageAnswer = Awaited<ReturnType<StartedApplication['api']['get']>>;
type Service = Pick<StartedApplication, 'api'>;

/** What a browser sends when its user follows a link of another site. */
const FOLLOWED = {
  Accept: 'text/html',
  'Sec-Fetch-Site': 'cross-site',
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Dest': 'document',
};

/** A page as a browser opens it by a link. */
export async function follow(
  service: Service,
  address: string,
  cookie?: string,
): Promise<PageAnswer> {
  const request = service.api.get(address).set(FOLLOWED);
  return cookie === undefined ? request : request.set('Cookie', cookie);
}

/** What a browser would send back of the cookies of an answer. */
export function cookiesOf(answer: PageAnswer): string {
  return (answer.get('Set-Cookie') ?? [])
    .map((line) => line.split(';')[0]!)
    .filter((pair) => !pair.endsWith('='))
    .join('; ');
}

export interface Begun {
  /** Where the provider is asked to sign somebody in. */
  readonly address: URL;
  /** What the browser keeps meanwhile. */
  readonly cookie: string;
}

/** Follows the button of the page of signing in. */
export async function begin(
  service: Service,
  returnTo = '/models',
  cookie?: string,
): Promise<Begun> {
  const path = `/login/oidc?returnTo=${encodeURIComponent(returnTo)}`;
  const answer = await follow(service, path, cookie);
  if (answer.status !== 303) throw new Error(`${answer.status}: ${answer.text}`);
  return { address: new URL(answer.get('Location')!), cookie: cookiesOf(answer) };
}

/** Signs somebody in at a service, and says what it answers in the end. */
export async function signOn(
  service: Service,
  provider: IdentityProvider,
  name: string,
  returnTo?: string,
): Promise<PageAnswer> {
  const { address, cookie } = await begin(service, returnTo);
  const back = await provider.signIn(address.href, name);
  return follow(service, back.pathname + back.search, cookie);
}
