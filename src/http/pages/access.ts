import type { RequestHandler } from 'express';
import { accountPages, type AccountPages } from './account';
import type { PageParts } from './page-parts';
import { auditLogPage } from './audit';
import { keyPages, type KeyPages } from './keys';
import { peoplePages, type PeoplePages } from './people';
import { signInPages, type SignInPages } from './sign-in';

/** Pages of signing in and of who may do what. */
export interface AccessPages {
  readonly signIn: SignInPages;
  readonly keys: KeyPages;
  readonly people: PeoplePages;
  readonly account: AccountPages;
  readonly audit: RequestHandler;
}

export function accessPages(parts: PageParts): AccessPages {
  return {
    signIn: signInPages(parts),
    keys: keyPages(parts),
    people: peoplePages(parts),
    account: accountPages(parts),
    audit: auditLogPage(parts),
  };
}
