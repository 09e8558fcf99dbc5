import type * as joseLibrary from 'jose' with { 'resolution-mode': 'import' };
import type * as openIdLibrary from 'openid-client' with { 'resolution-mode': 'import' };

export type { CryptoKey, JSONWebKeySet, JWTPayload, ProtectedHeaderParameters } from 'jose' with {
  'resolution-mode': 'import',
};
export type { ClientAuth, Configuration as ClientConfiguration } from 'openid-client' with {
  'resolution-mode': 'import',
};

export type OpenIdClient = typeof openIdLibrary;
export type Jose = typeof joseLibrary;

/**
 * The libraries of OpenID Connect are ECMAScript modules, which older releases of Node.js load with
 * `import()` only. They are loaded when an identity provider is first asked.
 */
export const openIdClient = (): Promise<OpenIdClient> => import('openid-client');

export const jose = (): Promise<Jose> => import('jose');
