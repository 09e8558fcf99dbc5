import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './redis-server';

const ROOT = path.join(__dirname, '../..');
/** Beside the configuration: where the instances are. */
const UPSTREAM = 'nginx.upstream.conf';

/** Whether this machine has nginx to test with. */
export function hasNginx(): boolean {
  return spawnSync('nginx', ['-v']).status === 0;
}

export interface LoadBalancer {
  readonly url: string;
  /** Where it would write what it holds of bodies and answers, if it did. */
  readonly spoolFolders: readonly string[];
  readonly stop: () => Promise<void>;
}

/**
 * Starts nginx with the project's configuration in front of these ports. The instances are named
 * one by one; all else is as in the files.
 *
 * @param change what a test wants otherwise in nginx.conf
 */
export async function startLoadBalancer(
  ports: readonly number[],
  change = (configuration: string): string => configuration,
): Promise<LoadBalancer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'nginx-'));
  const port = await freePort();
  const file = path.join(folder, 'nginx.conf');
  const shipped = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');
  writeFileSync(file, change(adapted(shipped('nginx.conf'), folder, port)));
  writeFileSync(path.join(folder, UPSTREAM), withServers(shipped(UPSTREAM), ports));
  // Started by root, its workers would become a user who may not write to the folder.
  const user = process.getuid?.() === 0 ? ' user root;' : '';
  const child = spawn('nginx', ['-p', folder, '-c', file, '-g', `daemon off;${user}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`nginx does not start: ${errors}`);
    await delay(20);
  }
  return {
    url: `http://127.0.0.1:${port}`,
    spoolFolders: ['client_body', 'proxy'].map((name) => path.join(folder, name)),
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}

function adapted(text: string, folder: string, port: number): string {
  return text
    .replace('listen 8080;', `listen 127.0.0.1:${port};`)
    .replaceAll('/tmp/', `${folder}/`)
    .replace('/dev/stdout', `${folder}/access.log`);
}

function withServers(text: string, ports: readonly number[]): string {
  const server = /server 127\.0\.0\.1:5000 (.*);/;
  const [, parameters] = server.exec(text)!;
  return text.replace(
    server,
    ports.map((each) => `server 127.0.0.1:${each} ${parameters};`).join('\n'),
  );
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
