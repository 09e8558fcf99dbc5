import type { Logger } from '../../observability/logger';
import type { SignInStore } from '../../store/sign-ins/sign-in';
import type { Identities } from '../identities';
import { AccessTokens } from './access-tokens';
import { Issuer } from './issuer';
import { IssuerKeys } from './issuer-keys';
import { issuerRequest, type IssuerRequest } from './issuer-request';
import type { OidcSettings } from './oidc-settings';
import { SignOn } from './sign-on';

export interface OidcOptions {
  readonly settings: OidcSettings;
  readonly identities: Pick<Identities, 'people' | 'isDisabled'>;
  readonly signIns: SignInStore;
  readonly now: () => Date;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** Default: over the network. */
  readonly request?: IssuerRequest;
}

/** What an identity provider vouches for. */
export interface Oidc {
  /** What people call it. */
  readonly name: string;
  /** undefined where nobody signs in there */
  readonly signOn: SignOn | undefined;
  /** undefined where no tokens of programs are accepted */
  readonly accessTokens: AccessTokens | undefined;
  /** Logs whether the provider is there: the service starts without it. Never rejects. */
  greet(): Promise<void>;
}

/** Puts together what asks an identity provider. Nothing is asked of it before somebody needs it. */
export function openOidc({
  settings,
  identities,
  signIns,
  now,
  monotonicMs,
  logger,
  request = issuerRequest(settings.issuer),
}: OidcOptions): Oidc {
  const { client, audience, groups, name } = settings;
  const issuer = new Issuer({ settings, request, monotonicMs });
  const keys = new IssuerKeys({
    read: () => issuer.readKeys(),
    monotonicMs,
    onChange: () => accessTokens?.forget(),
  });
  const accessTokens =
    audience === undefined
      ? undefined
      : new AccessTokens({
          issuer,
          keys,
          audience,
          groups,
          isDisabled: (subject) => identities.isDisabled(subject),
          now,
        });
  return {
    name,
    accessTokens,
    signOn:
      client === undefined
        ? undefined
        : new SignOn({ issuer, keys, client, groups, signIns, people: identities.people, now }),
    async greet() {
      try {
        await issuer.lastConfiguration();
        logger.info('the identity provider answers', { issuer: settings.issuer.href });
      } catch (error) {
        logger.warn('the identity provider does not answer; it is asked again when it is needed', {
          issuer: settings.issuer.href,
          error,
        });
      }
    },
  };
}
