import { setTimeout } from 'node:timers/promises';
import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema';

type ErrorAnswer = components['schemas']['ErrorAnswer'];

/** What the service answers when it did not do what it was asked for. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** Stable, for programs; the sentence in `message` is for people and may change. */
  readonly code: ErrorAnswer['code'];

  constructor({ error, code, request_id: requestId }: ErrorAnswer) {
    super(`${code}: ${error} (request ${requestId})`);
    this.code = code;
  }
}

/** The service is busy, and does the same request later. */
const WORTH_WAITING: ReadonlySet<ErrorAnswer['code']> = new Set([
  'RATE_LIMITED',
  'QUEUE_FULL',
  'MODEL_LOADING',
]);
const ATTEMPTS = 5;

/** Sends a request, and sends it again while the service says that it is busy. */
async function patientFetch(request: Request): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    // A request can be sent once: its body is a stream.
    const response = await fetch(request.clone());
    if (response.ok || attempt === ATTEMPTS) return response;
    if (!response.headers.get('Content-Type')?.startsWith('application/json')) {
      // A proxy in front of the service, or another program, has answers of its own.
      throw new Error(`${request.url} answered ${response.status} without a code`);
    }
    const { code } = (await response.clone().json()) as ErrorAnswer;
    if (!WORTH_WAITING.has(code)) return response;
    const seconds = Number(response.headers.get('Retry-After') ?? 1);
    await setTimeout(seconds * 1000);
  }
}

/**
 * A client whose paths, parameters, bodies and answers have the types of the API's description.
 *
 * @param key an API key; needed where the service runs with AUTH=on
 */
export function clientOf(baseUrl: string, key: string | undefined): Client<paths> {
  return createClient<paths>({
    baseUrl,
    fetch: patientFetch,
    ...(key !== undefined && { headers: { Authorization: `Bearer ${key}` } }),
  });
}

/**
 * The data of an answer.
 *
 * @throws {ApiError} when the service answered with an error
 */
export function dataOf<T>(answer: { data: T } | { data?: never; error: ErrorAnswer }): T {
  if ('error' in answer) throw new ApiError(answer.error);
  return answer.data;
}
