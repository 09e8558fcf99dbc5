import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Everything a page loads comes from this service; images may also be previews of files on the
 * user's machine (`blob:`, `data:`).
 *
 * The service is used at http://localhost:5000 and on plain-http networks. There HSTS and
 * upgrade-insecure-requests would break it, and browsers ignore, with a warning on every page,
 * what needs a secure context (Cross-Origin-Opener-Policy, Origin-Agent-Cluster). Where TLS ends
 * in front of the service, HSTS is set there.
 */
const setHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      baseUri: ["'none'"],
      connectSrc: ["'self'"],
      fontSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      imgSrc: ["'self'", 'blob:', 'data:'],
      objectSrc: ["'none'"],
      scriptSrc: ["'self'"],
      scriptSrcAttr: ["'none'"],
      styleSrc: ["'self'"],
    },
  },
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  // Under `no-referrer` browsers send forms with `Origin: null`, which is no page of this service.
  referrerPolicy: { policy: 'same-origin' },
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
});

/** Predict takes photographs; no page needs anything else that a browser asks its user for. */
const PERMISSIONS = [
  'camera=(self)',
  ...['display-capture', 'geolocation', 'microphone', 'midi', 'payment', 'usb'].map(
    (feature) => `${feature}=()`,
  ),
].join(', ');

/** The security headers of every answer, those included that never reach the application. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = collected();

/**
 * For the page that runs a network in the browser: WebAssembly may be compiled there, which the policy
 * of every other page forbids. It sends no form.
 */
export const NETWORK_PAGE_POLICY = SECURITY_HEADERS['content-security-policy']!.replace(
  "script-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
).replace("form-action 'self'", "form-action 'none'");

/** Security headers, the same on every answer that sets no policy of its own. */
export function securityHeaders(): RequestHandler {
  const headers = new Map(Object.entries(SECURITY_HEADERS));
  return (_req, res, next) => {
    res.setHeaders(headers);
    next();
  };
}

/** None of them depends on the request, so that they are worked out once. */
function collected(): Record<string, string> {
  const req = new IncomingMessage(new Socket());
  const res = new ServerResponse(req);
  setHeaders(req, res, () => undefined);
  res.setHeader('Permissions-Policy', PERMISSIONS);
  return Object.fromEntries(
    Object.entries(res.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
}
