import { definePage } from '../kit/page-route';
import type { Route } from '../kit/route';

const forAll = { scope: 'public', needsAuth: true } as const;
const forAdmins = { scope: 'admin', needsAuth: true, limit: 'default' } as const;

/** Pages of signing in and of who may do what. */
export const ACCESS_PAGE_ROUTES: readonly Route[] = [
  definePage({
    ...forAll,
    method: 'get',
    path: '/login',
    limit: 'default',
    summary: 'Asks for name and password.',
    handler: (pages) => pages.access.signIn.show,
  }),
  definePage({
    ...forAll,
    method: 'post',
    path: '/login',
    limit: 'sign-in',
    summary: 'Signs in.',
    handler: (pages) => pages.access.signIn.signIn,
  }),
  definePage({
    ...forAll,
    method: 'post',
    path: '/logout',
    limit: 'default',
    summary: 'Signs out in this browser.',
    handler: (pages) => pages.access.signIn.signOut,
  }),
  definePage({
    ...forAll,
    method: 'post',
    path: '/logout/everywhere',
    limit: 'default',
    summary: 'Signs out in every browser.',
    handler: (pages) => pages.access.signIn.signOutEverywhere,
  }),
  definePage({
    ...forAll,
    method: 'get',
    path: '/setup',
    limit: 'default',
    summary: 'Asks for the setup token.',
    handler: (pages) => pages.access.signIn.showSetup,
  }),
  definePage({
    ...forAll,
    method: 'post',
    path: '/setup',
    limit: 'sign-in',
    summary: 'Makes the first administrator.',
    handler: (pages) => pages.access.signIn.setUp,
  }),
  definePage({
    ...forAdmins,
    method: 'get',
    path: '/keys',
    summary: 'The keys of the API.',
    handler: (pages) => pages.access.keys.show,
  }),
  definePage({
    ...forAdmins,
    method: 'post',
    path: '/keys',
    summary: 'Makes a key.',
    handler: (pages) => pages.access.keys.create,
  }),
  definePage({
    ...forAdmins,
    method: 'post',
    path: '/keys/:id',
    summary: 'Changes how requests with a key are signed and counted.',
    handler: (pages) => pages.access.keys.change,
  }),
  definePage({
    ...forAdmins,
    method: 'post',
    path: '/keys/:id/signing-secret',
    summary: 'Gives a key another secret to sign with.',
    handler: (pages) => pages.access.keys.renewSecret,
  }),
  definePage({
    ...forAdmins,
    method: 'post',
    path: '/keys/:id/revoke',
    summary: 'Revokes a key.',
    handler: (pages) => pages.access.keys.revoke,
  }),
  definePage({
    ...forAdmins,
    method: 'get',
    path: '/people',
    summary: 'Who can sign in.',
    handler: (pages) => pages.access.people.show,
  }),
  definePage({
    ...forAdmins,
    method: 'post',
    path: '/people',
    summary: 'Adds somebody who can sign in.',
    handler: (pages) => pages.access.people.add,
  }),
  definePage({
    ...forAdmins,
    method: 'post',
    path: '/people/:id',
    summary: 'Changes a role or a password.',
    handler: (pages) => pages.access.people.change,
  }),
  definePage({
    ...forAdmins,
    method: 'post',
    path: '/people/:id/delete',
    summary: 'Removes somebody.',
    handler: (pages) => pages.access.people.remove,
  }),
  definePage({
    method: 'get',
    path: '/audit',
    scope: 'admin',
    limit: 'search',
    summary: 'Who has done what.',
    handler: (pages) => pages.access.audit,
  }),
];
