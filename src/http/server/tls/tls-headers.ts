import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../../../config/loopback';
import { hostName } from '../../access/host-name';

/** What browsers take in a secure context only. */
const IN_SECURE_CONTEXTS: readonly [string, string][] = [
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Origin-Agent-Cluster', '?1'],
];

/** A year, and this name alone: what else its domain serves is not known here. */
const STRICT_TRANSPORT: readonly [string, string] = [
  'Strict-Transport-Security',
  'max-age=31536000',
];

const FOR_LOOPBACK = new Map(IN_SECURE_CONTEXTS);
const FOR_OTHERS = new Map([...IN_SECURE_CONTEXTS, STRICT_TRANSPORT]);

/**
 * The headers that an answer over TLS has beside those of every answer. Browsers keep HSTS by the name
 * of the host, whatever the port: for `localhost` it would cut off everything else on the machine.
 */
export function tlsHeaders({ headers }: Pick<IncomingMessage, 'headers'>): Map<string, string> {
  return isLoopback(hostName(headers.host ?? '')) ? FOR_LOOPBACK : FOR_OTHERS;
}
