import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');
const ENTRY = path.join(ROOT, 'dist', 'main.js');
/** As `npm start` and the container have it. */
const NODE_OPTIONS = ['--max-semi-space-size=32'];

/** Builds `dist` where it is missing or older than its sources. */
export function buildServer(): void {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'scripts', 'build.mjs'), '--if-needed'],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the build fails:\n${stdout}${stderr}`);
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The built service as a process of its own. */
export class ServerProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #exited: Promise<Exit>;
  #output = '';

  /**
   * @param cwd where its relative folders are
   * @param tracer a program with its arguments that runs the service and leaves its process the
   * child of this one
   */
  constructor(cwd: string, environment: Record<string, string>, tracer: readonly string[] = []) {
    const [program, ...args] = [...tracer, process.execPath, ...NODE_OPTIONS, ENTRY];
    this.#child = spawn(program, args, {
      cwd,
      env: {
        PATH: process.env.PATH,
        HOST: '127.0.0.1',
        PORT: '0',
        LOG_FILE: '',
        LOG_FORMAT: 'json',
        LOG_LEVEL: 'info',
        RATE_LIMIT_ENABLED: 'false',
        INFERENCE_WORKERS: '1',
        ...environment,
      },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    }
    this.#exited = once(this.#child, 'close').then(([code, signal]) => ({ code, signal }));
  }

  get pid(): number {
    return this.#child.pid!;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Everything it has written to its console. */
  get output(): string {
    return this.#output;
  }

  /** Resolves when it is over. */
  get exited(): Promise<Exit> {
    return this.#exited;
  }

  /** The lines of its log whose message is this one. */
  lines(message: string): Record<string, unknown>[] {
    return this.#output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => line.message === message);
  }

  /** Resolves with its URL when it is ready; rejects, with what it wrote, when it ends before. */
  async ready(): Promise<string> {
    return String((await this.logged('ready')).url);
  }

  /** Resolves with the first such line of its log; rejects when it ends before. */
  async logged(message: string): Promise<Record<string, unknown>> {
    const ended = this.#exited.then(({ code }) => {
      throw new Error(`the server ended with ${String(code)}:\n${this.#output}`);
    });
    ended.catch(() => undefined);
    for (;;) {
      const [line] = this.lines(message);
      if (line !== undefined) return line;
      await Promise.race([once(this.#child.stdout, 'data'), ended]);
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends it whatever state it is in. */
  async destroy(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }
}
