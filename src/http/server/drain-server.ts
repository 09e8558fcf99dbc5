import type { Server } from 'node:http';

const SWEEP_INTERVAL_MS = 50;

/**
 * Stops a server: no new connections, idle ones closed, requests in flight answered, and after
 * `timeoutMs` whatever is left cut off. Does nothing to a server that does not listen.
 *
 * @returns whether every request was answered in time
 */
export async function drainServer(server: Server, timeoutMs: number): Promise<boolean> {
  if (!server.listening) return true;
  let inTime = true;
  const timer = setTimeout(() => {
    inTime = false;
    server.closeAllConnections();
  }, timeoutMs);
  // A connection that was busy when the port closed would stay open after its answer.
  server.prependListener('request', (_req, res) => res.setHeader('Connection', 'close'));
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_INTERVAL_MS);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearInterval(sweep);
  clearTimeout(timer);
  return inTime;
}
