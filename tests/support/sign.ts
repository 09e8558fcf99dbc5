import { createHash, createHmac, randomUUID } from 'node:crypto';

export interface SigningKey {
  readonly id: string;
  readonly secret: string;
}

export interface Signing {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly body?: string | Uint8Array;
  readonly id?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The headers of a signed request, as the documentation has them, by nothing of the service's code. */
export function signed(
  key: SigningKey,
  { method, target, body = '', id = randomUUID(), at }: Signing,
): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const hash = createHash('sha256').update(body).digest('hex');
  const text = [method, target, id, timestamp, hash].join('\n');
  return {
    'X-Signature-Key': key.id,
    'X-Signature-Id': id,
    'X-Signature-Timestamp': timestamp,
    'X-Signature-Content-SHA256': hash,
    'X-Signature': `v1,${createHmac('sha256', key.secret).update(text).digest('base64')}`,
  };
}
