import { HttpError } from './http-error';

/** @param isWrong whether something was shown, and does not hold */
export function unauthenticated(message: string, isWrong: boolean): HttpError {
  const challenge = isWrong ? 'Bearer error="invalid_token"' : 'Bearer';
  return new HttpError('UNAUTHENTICATED', message, { headers: { 'WWW-Authenticate': challenge } });
}
