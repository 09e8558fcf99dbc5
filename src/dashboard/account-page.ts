import type { Role } from '../config/permissions';
import type { Session } from '../store/people/person';
import type { AccessNotice } from './access';
import { shell, type Shell } from './shell';
import { STRINGS } from './strings/strings';

export interface AccountSource {
  readonly release: string;
  readonly name: string;
  readonly role: Role | null;
  /** Whether the service itself keeps a password of the person. */
  readonly hasPassword: boolean;
  readonly sessions: readonly Session[];
  /** SHA-256 of the session that looks at the page. */
  readonly current: string | undefined;
  readonly notice?: AccessNotice;
}

export interface AccountPageView {
  readonly shell: Shell;
  readonly notice: AccessNotice | undefined;
  readonly name: string;
  readonly role: string;
  readonly hasPassword: boolean;
  readonly sessions: readonly {
    readonly since: string;
    readonly seen: string;
    readonly which: string;
  }[];
}

/** views/account.ejs */
export function accountPage(source: AccountSource): AccountPageView {
  const { release, name, role, hasPassword, sessions, current, notice } = source;
  return {
    shell: shell({
      page: 'access',
      script: 'error',
      heading: STRINGS.accountHeading,
      release,
      styles: ['access'],
      strings: {},
    }),
    notice,
    name,
    role: role === null ? '' : STRINGS[`accessRole_${role}`],
    hasPassword,
    sessions: sessions.map(({ tokenHash, createdAt, seenAt }) => ({
      since: minute(createdAt),
      seen: minute(seenAt),
      which: tokenHash === current ? STRINGS.accountThisBrowser : STRINGS.accountOtherBrowser,
    })),
  };
}

/** `2026-01-31 12:00 UTC` */
function minute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
