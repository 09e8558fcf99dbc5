import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Security headers. Everything a page loads comes from this service; images may also be previews
 * of files on the user's machine (`blob:`, `data:`).
 *
 * The service is used at http://localhost:5000 and on plain-http networks. There HSTS and
 * upgrade-insecure-requests would break it, and browsers ignore, with a warning on every page,
 * what needs a secure context (Cross-Origin-Opener-Policy, Origin-Agent-Cluster). Where TLS ends
 * in front of the service, HSTS is set there.
 */
export function securityHeaders(): RequestHandler {
  return helmet({
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
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  });
}
