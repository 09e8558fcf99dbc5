import type { Route } from './route';

/**
 * Told of every JSON answer of a route, errors included, before it is sent. Tests hold it against what
 * the route declares; the service does without.
 */
export type AnswerCheck = (route: Route, status: number, body: unknown) => void;
