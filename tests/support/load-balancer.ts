import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './redis-server';

const CONFIGURATION = path.join(__dirname, '../../nginx.conf');

/** Whether this machine has nginx to test with. */
export function hasNginx(): boolean {
  return spawnSync('nginx', ['-v']).status === 0;
}

export interface LoadBalancer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts nginx with the project's configuration in front of these ports. Docker's name server is
 * not here to find the instances, so they are named one by one; all else is as in the file.
 */
export async function startLoadBalancer(ports: readonly number[]): Promise<LoadBalancer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'nginx-'));
  const port = await freePort();
  const file = path.join(folder, 'nginx.conf');
  writeFileSync(file, adapted(readFileSync(CONFIGURATION, 'utf8'), folder, port, ports));
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
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}

function adapted(text: string, folder: string, port: number, ports: readonly number[]): string {
  const server = /server app:5000 resolve (.*);/;
  const [, parameters] = server.exec(text)!;
  const servers = ports.map((each) => `server 127.0.0.1:${each} ${parameters};`);
  return text
    .replace(server, servers.join('\n'))
    .replace('listen 8080;', `listen 127.0.0.1:${port};`)
    .replaceAll('/tmp/', `${folder}/`)
    .replace('/dev/stdout', `${folder}/access.log`);
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
