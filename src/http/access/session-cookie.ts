import { OwnCookie } from './own-cookie';

/** What a browser keeps of a session, until it is closed; the service decides how long it counts. */
export const SESSION_COOKIE = new OwnCookie('mlk_session');
