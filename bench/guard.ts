import { mkdtempSync, rmSync } from 'node:fs';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { uuidv7 } from 'uuidv7';
import { openIdentities } from '../src/auth/identities';
import { newKeyText } from '../src/auth/key-text';
import { SecretBox } from '../src/auth/secret-box';
import { requireActor, requirePermission } from '../src/http/access/guard';
import { identify } from '../src/http/access/identify';
import { keyAuthenticator } from '../src/http/access/key-authenticator';
import { sessionAuthenticator } from '../src/http/access/session-authenticator';
import { createLogger } from '../src/observability/create-logger';
import { openStorage } from '../src/store/open-storage';

/**
 * What the guard costs a request with a key: processor time of finding out whose it is and whether it
 * may, over the real database, without HTTP around it. Usage: npm run bench:guard
 */

const ROUNDS = 5;
const REQUESTS = 50_000;

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guard-'));
  const storage = await openStorage(folder);
  const identities = openIdentities({
    keys: storage.keys,
    people: storage.people,
    box: new SecretBox('a secret of a service that is measured'),
    sessionIdleMs: 3_600_000,
    sessionMaxMs: 3_600_000,
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    newId: uuidv7,
    logger: createLogger({ level: 'error', format: 'text', file: '' }),
  });
  const { text } = await identities.keys.create({
    name: 'bench',
    role: 'labeler',
    scopes: ['predict'],
    createdBy: 'bench',
  });
  const authenticators = [keyAuthenticator(identities), sessionAuthenticator(identities)];
  const chain = [
    identify(authenticators, () => Promise.resolve()),
    requireActor(),
    requirePermission('predict'),
  ];
  try {
    const unknown = newKeyText().text;
    for (const [what, key] of [
      ['a right key', text],
      ['an unknown key with a right checksum', unknown],
      ['a key with a wrong checksum', `${text.slice(0, -1)}!`],
    ] as const) {
      const microseconds: number[] = [];
      for (let round = 0; round < ROUNDS; round++) microseconds.push(await measure(chain, key));
      microseconds.sort((a, b) => a - b);
      const [least, median] = [microseconds[0]!, microseconds[ROUNDS >> 1]!];
      console.log(
        `${what}: ${median.toFixed(1)} µs of processor time a request (least ${least.toFixed(1)})`,
      );
    }
  } finally {
    await storage.close();
    rmSync(folder, { recursive: true });
  }
}

/** @returns processor time a request, in microseconds */
async function measure(chain: readonly RequestHandler[], key: string): Promise<number> {
  const app = express();
  const before = process.cpuUsage();
  for (let i = 0; i < REQUESTS; i++) {
    const req = Object.assign(new IncomingMessage(new Socket()), {
      url: '/api/predict',
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
    });
    Object.setPrototypeOf(req, app.request as object);
    const res = Object.assign(new ServerResponse(req), { locals: {} });
    for (const step of chain) {
      const isRefused = await new Promise<boolean>((resolve) => {
        void step(req as unknown as Request, res as unknown as Response, (error?: unknown) =>
          resolve(error !== undefined),
        );
      });
      if (isRefused) break;
    }
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / REQUESTS;
}

void main();
