import { createHash, createHmac, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';

// Sends a signed request: node examples/signed/sign.mjs POST /api/predict ship.jpg image/jpeg
//
// MLOPS_URL says where the service is, MLOPS_KEY_ID is the id of a key, and MLOPS_SIGNING_SECRET what
// its requests are signed with, which is never sent.

const { MLOPS_URL = 'http://localhost:5000', MLOPS_KEY_ID, MLOPS_SIGNING_SECRET } = process.env;

function signatureHeaders(method, target, body) {
  const [id, timestamp] = [randomUUID(), String(Math.floor(Date.now() / 1000))];
  const digest = createHash('sha256').update(body).digest('hex');
  const text = [method, target, id, timestamp, digest].join('\n');
  const mac = createHmac('sha256', MLOPS_SIGNING_SECRET).update(text).digest('base64');
  return {
    'X-Signature-Key': MLOPS_KEY_ID,
    'X-Signature-Id': id,
    'X-Signature-Timestamp': timestamp,
    'X-Signature-Content-SHA256': digest,
    'X-Signature': `v1,${mac}`,
  };
}

const [method, target, file, type] = process.argv.slice(2);
const body = file === undefined ? '' : await readFile(file);
const response = await fetch(MLOPS_URL + target, {
  method,
  headers: {
    ...signatureHeaders(method, target, body),
    ...(type !== undefined && { 'Content-Type': type }),
  },
  ...(file !== undefined && { body }),
});
(response.ok ? console.log : console.error)(await response.text());
process.exitCode = response.ok ? 0 : 1;
