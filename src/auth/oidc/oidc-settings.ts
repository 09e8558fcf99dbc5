import { groupRole, type GroupRole } from '../../config/group-role';
import type { Configuration } from '../../config/load';
import type { Role } from '../../config/permissions';

/** An identity provider (OpenID Connect), and what its people and programs may do here. */
export interface OidcSettings {
  readonly issuer: URL;
  /** undefined where programs alone get tokens there */
  readonly client: OidcClient | undefined;
  /** What tokens of programs have to be meant for; undefined where none are accepted. */
  readonly audience: string | undefined;
  readonly groups: GroupSettings;
  /** What people call the provider. */
  readonly name: string;
}

/** This service, as the provider knows it. */
export interface OidcClient {
  readonly id: string;
  /** undefined for a public client */
  readonly secret: string | undefined;
  /** Where people are sent back to. */
  readonly redirectUri: URL;
  readonly scope: string;
}

export interface GroupSettings {
  /** Name of a claim, or a path to one inside others: `realm_access.roles`. */
  readonly claim: string;
  readonly roles: readonly GroupRole[];
  /** The role of those in none of these groups; undefined: they may do nothing. */
  readonly defaultRole: Role | undefined;
}

type Settings = Pick<
  Configuration,
  | 'OIDC_ISSUER'
  | 'OIDC_CLIENT_ID'
  | 'OIDC_CLIENT_SECRET'
  | 'OIDC_REDIRECT_URI'
  | 'OIDC_SCOPE'
  | 'OIDC_GROUPS_CLAIM'
  | 'OIDC_ROLES'
  | 'OIDC_DEFAULT_ROLE'
  | 'OIDC_AUDIENCE'
  | 'OIDC_NAME'
>;

/** @returns undefined where there is no identity provider */
export function oidcSettings(config: Settings): OidcSettings | undefined {
  if (config.OIDC_ISSUER === '') return undefined;
  return {
    issuer: new URL(config.OIDC_ISSUER),
    client:
      config.OIDC_CLIENT_ID === ''
        ? undefined
        : {
            id: config.OIDC_CLIENT_ID,
            secret: config.OIDC_CLIENT_SECRET === '' ? undefined : config.OIDC_CLIENT_SECRET,
            redirectUri: new URL(config.OIDC_REDIRECT_URI),
            scope: config.OIDC_SCOPE,
          },
    audience: config.OIDC_AUDIENCE === '' ? undefined : config.OIDC_AUDIENCE,
    groups: {
      claim: config.OIDC_GROUPS_CLAIM,
      roles: config.OIDC_ROLES.flatMap((text) => groupRole(text) ?? []),
      defaultRole: config.OIDC_DEFAULT_ROLE === '' ? undefined : config.OIDC_DEFAULT_ROLE,
    },
    name: config.OIDC_NAME,
  };
}
