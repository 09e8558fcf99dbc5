import { OwnCookie } from './own-cookie';

/** What a browser keeps while its user signs in at the identity provider: nobody else may finish it. */
export const SIGN_IN_COOKIE = new OwnCookie('mlk_sign_in', 10 * 60_000);
