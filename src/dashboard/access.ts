import { PERMISSION_NAMES, ROLES, type Permission, type Role } from '../config/permissions';
import type { AuditEntry } from '../store/audit/audit-entry';
import { SIGNING_MODES, type ApiKey, type SigningMode } from '../store/keys/api-key';
import type { Person } from '../store/people/person';
import { shell, type Shell } from './shell';
import { STRINGS, text } from './strings/strings';

/** Something that is told above a page. */
export interface AccessNotice {
  readonly level: 'good' | 'bad';
  readonly words: string;
}

interface AccessView {
  readonly shell: Shell;
  readonly notice: AccessNotice | undefined;
}

interface RoleOption {
  readonly role: Role;
  readonly label: string;
}

const ROLE_OPTIONS: readonly RoleOption[] = ROLES.map((role) => ({
  role,
  label: STRINGS[`accessRole_${role}`],
}));

function accessShell(heading: string, release: string): Shell {
  return shell({
    page: 'access',
    script: 'error',
    heading,
    release,
    styles: ['access'],
    strings: {},
  });
}

export interface SignInSource {
  readonly release: string;
  /** Where to go afterwards: a path of this service. */
  readonly returnTo: string;
  readonly notice?: AccessNotice;
  /** The identity provider, where there is one. */
  readonly provider?: { readonly name: string; readonly isReachable: boolean };
}

export interface SignInView extends AccessView {
  readonly returnTo: string;
  readonly provider:
    | {
        readonly label: string;
        readonly href: string;
        /** Why it cannot be used now. */
        readonly away: string | undefined;
      }
    | undefined;
}

/** views/login.ejs */
export function signInPage({ release, returnTo, notice, provider }: SignInSource): SignInView {
  return {
    shell: accessShell(STRINGS.signInHeading, release),
    notice,
    returnTo,
    provider: provider && {
      label: text('signInWith', { name: provider.name }),
      href: `/login/oidc?${new URLSearchParams({ returnTo }).toString()}`,
      away: provider.isReachable ? undefined : text('signOnAway', { name: provider.name }),
    },
  };
}

/** views/signed-out.ejs */
export function signedOutPage({
  release,
  provider,
  href,
}: {
  readonly release: string;
  /** What people call the identity provider. */
  readonly provider: string;
  /** Where they sign out there. */
  readonly href: string;
}): AccessView & { readonly href: string; readonly label: string } {
  return {
    shell: accessShell(STRINGS.signedOutHeading, release),
    notice: { level: 'good', words: STRINGS.signedOutHere },
    href,
    label: text('signedOutThere', { name: provider }),
  };
}

/** views/setup.ejs */
export function setupPage({
  release,
  notice,
}: {
  readonly release: string;
  readonly notice?: AccessNotice;
}): AccessView {
  return { shell: accessShell(STRINGS.setupHeading, release), notice };
}

export interface KeysSource {
  readonly release: string;
  readonly keys: readonly ApiKey[];
  readonly now: Date;
  readonly notice?: AccessNotice;
  /** What was made just now, and is shown now or never. */
  readonly made: readonly MadeSecret[];
}

export interface MadeSecret {
  readonly label: string;
  readonly secret: string;
}

export interface KeysView extends AccessView {
  readonly made: readonly MadeSecret[];
  readonly signingModes: readonly SigningOption[];
  readonly roles: readonly RoleOption[];
  readonly scopes: readonly Permission[];
  readonly keys: readonly KeyRow[];
}

interface SigningOption {
  readonly mode: SigningMode;
  readonly label: string;
}

const SIGNING_OPTIONS: readonly SigningOption[] = SIGNING_MODES.map((mode) => ({
  mode,
  label: STRINGS[`keysSigning_${mode}`],
}));

interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly rights: string;
  readonly networks: string;
  readonly created: string;
  readonly expires: string;
  readonly used: string;
  readonly state: string;
  readonly isLive: boolean;
  readonly revokeHref: string;
  readonly revokeLabel: string;
  readonly signing: SigningMode;
  readonly perMinute: string;
  readonly changeHref: string;
  readonly changeLabel: string;
  readonly renewHref: string;
  readonly renewLabel: string;
}

/** views/keys.ejs */
export function keysPage({ release, keys, now, notice, made }: KeysSource): KeysView {
  return {
    shell: accessShell(STRINGS.keysHeading, release),
    notice,
    made,
    signingModes: SIGNING_OPTIONS,
    roles: ROLE_OPTIONS,
    scopes: PERMISSION_NAMES,
    keys: keys.map((key) => keyRow(key, now)),
  };
}

function keyRow(key: ApiKey, now: Date): KeyRow {
  const { id, name, role, scopes, networks, expiresAt, revokedAt } = key;
  const hasExpired = expiresAt !== null && expiresAt <= now.getTime();
  const isLive = revokedAt === null && !hasExpired;
  return {
    id,
    name,
    rights: scopes === null ? role : `${role}: ${scopes.join(', ')}`,
    networks: networks.join(', '),
    created: `${day(key.createdAt)}, ${key.createdBy}`,
    expires: timeOrNever(expiresAt),
    used: timeOrNever(key.lastUsedAt),
    state: isLive
      ? STRINGS.keysLive
      : revokedAt === null
        ? STRINGS.keysExpired
        : STRINGS.keysRevoked,
    isLive,
    revokeHref: `/keys/${id}/revoke`,
    revokeLabel: text('keysRevokeOf', { name }),
    signing: key.signing,
    perMinute: key.requestsPerMinute === null ? '' : String(key.requestsPerMinute),
    changeHref: `/keys/${id}`,
    changeLabel: text('keysChangeOf', { name }),
    renewHref: `/keys/${id}/signing-secret`,
    renewLabel: text('keysRenewOf', { name }),
  };
}

function timeOrNever(at: number | null): string {
  return at === null ? STRINGS.accessNever : day(at);
}

/** `2026-01-31`: keys live for years. */
function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

export interface PeopleSource {
  readonly release: string;
  readonly people: readonly Person[];
  readonly notice?: AccessNotice;
}

export interface PeopleView extends AccessView {
  readonly roles: readonly RoleOption[];
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: Role;
    readonly since: string;
    readonly href: string;
    readonly source: string;
    readonly isExternal: boolean;
    readonly isDisabled: boolean;
  }[];
}

/** views/people.ejs */
export function peoplePage({ release, people, notice }: PeopleSource): PeopleView {
  return {
    shell: accessShell(STRINGS.peopleHeading, release),
    notice,
    roles: ROLE_OPTIONS,
    people: people.map(({ id, name, role, createdAt, external, disabledAt }) => ({
      id,
      name,
      role,
      since: day(createdAt),
      href: `/people/${id}`,
      source: external === null ? STRINGS.peoplePassword : text('peopleSubject', { ...external }),
      isExternal: external !== null,
      isDisabled: disabledAt !== null,
    })),
  };
}

export interface AuditSource {
  readonly release: string;
  readonly entries: readonly AuditEntry[];
  /** As they stand in the address. */
  readonly filter: {
    readonly actor: string;
    readonly search: string;
    readonly outcome: string;
  };
  /** The last entry of the page, where there are older ones. */
  readonly before: number | undefined;
}

export interface AuditView extends AccessView {
  readonly filter: AuditSource['filter'];
  readonly outcomes: readonly {
    readonly value: string;
    readonly label: string;
    readonly isChosen: boolean;
  }[];
  readonly entries: readonly {
    readonly time: string;
    readonly who: string;
    readonly address: string;
    readonly what: string;
    readonly object: string;
    readonly status: number;
    readonly isBad: boolean;
    readonly requestId: string;
  }[];
  readonly olderHref: string | undefined;
}

/** views/audit.ejs */
export function auditPage({ release, entries, filter, before }: AuditSource): AuditView {
  const outcomes = ['any', 'done', 'failed'] as const;
  return {
    shell: accessShell(STRINGS.auditHeading, release),
    notice: undefined,
    filter,
    outcomes: outcomes.map((name) => ({
      value: name === 'any' ? '' : name,
      label: STRINGS[`auditOutcome_${name}`],
      isChosen: filter.outcome === (name === 'any' ? '' : name),
    })),
    entries: entries.map((entry) => ({
      time: new Date(entry.at).toISOString(),
      who:
        entry.actorKind === 'anonymous'
          ? STRINGS.auditAnonymous
          : `${entry.actorKind} ${entry.actorName ?? entry.actorId ?? ''}`,
      address: entry.address,
      what: `${entry.method} ${entry.route}`,
      object: entry.object,
      status: entry.status,
      isBad: entry.status >= 400,
      requestId: entry.requestId,
    })),
    olderHref:
      before === undefined
        ? undefined
        : `/audit?${new URLSearchParams({ ...filter, before: String(before) }).toString()}`,
  };
}
