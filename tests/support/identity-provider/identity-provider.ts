import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const REDIRECTS = new Set([302, 303]);
const MAX_STEPS = 15;

export interface ProviderOptions {
  readonly redirectUri: string;
  /** The audience of the tokens that programs get. */
  readonly audience: string;
}

interface Answer {
  readonly id?: number;
  readonly issuer?: string;
  readonly jwksRequests?: number;
}

/** A real OpenID provider (oidc-provider), and somebody who uses it by following its forms. */
export class IdentityProvider {
  readonly #child: ChildProcess;
  readonly issuer: string;
  #commands = 0;

  private constructor(child: ChildProcess, issuer: string) {
    this.#child = child;
    this.issuer = issuer;
  }

  static async start(options: ProviderOptions): Promise<IdentityProvider> {
    const file = path.join(__dirname, 'provider.mjs');
    const child = fork(file, [JSON.stringify(options)], { stdio: 'ignore', execArgv: [] });
    const [{ issuer }] = (await once(child, 'message')) as [Answer];
    return new IdentityProvider(child, issuer!);
  }

  /** What the provider says of somebody from now on. */
  async knows(name: string, claims: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#tell({ command: 'person', name, claims });
  }

  /** Has it sign with another key, and show that one alone. */
  async rotateKeys(): Promise<void> {
    await this.#tell({ command: 'rotate' });
  }

  /** How often its keys were asked for. */
  async jwksRequests(): Promise<number> {
    return (await this.#tell({ command: 'count' })).jwksRequests!;
  }

  /**
   * Signs somebody in, in a browser of their own.
   *
   * @param address where the service sends a browser
   * @returns where the provider sends it back to
   */
  async signIn(address: string, name: string): Promise<URL> {
    const cookies = new Map<string, string>();
    let url = new URL(address);
    let form: URLSearchParams | undefined;
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const answer: Response = await fetch(url, {
        method: form === undefined ? 'GET' : 'POST',
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join('; ') },
        ...(form !== undefined && { body: form }),
      });
      for (const line of answer.headers.getSetCookie()) {
        const [, key, value] = /^([^=]+)=([^;]*)/.exec(line)!;
        cookies.set(key!, value!);
      }
      const location = answer.headers.get('location');
      if (REDIRECTS.has(answer.status) && location !== null) {
        await answer.body?.cancel();
        url = new URL(location, url);
        form = undefined;
        if (url.origin !== this.issuer) return url;
        continue;
      }
      const text = await answer.text();
      const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1];
      if (prompt === undefined) throw new Error(`the provider says ${answer.status}: ${text}`);
      form = new URLSearchParams({ prompt, login: name, password: 'any' });
      url = new URL(/action="([^"]+)"/.exec(text)![1]!, url);
    }
    throw new Error('the provider never leads back');
  }

  /** A token of a program. */
  async tokenOfRobot(): Promise<string> {
    const answer = await fetch(`${this.issuer}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`robot:${encodeURIComponent('the secret of the robot')}`).toString('base64')}`,
      },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: 'images',
        resource: 'urn:images',
      }),
    });
    const body = (await answer.json()) as { access_token?: string };
    if (body.access_token === undefined) throw new Error(JSON.stringify(body));
    return body.access_token;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }

  async #tell(message: Readonly<Record<string, unknown>>): Promise<Answer> {
    const id = (this.#commands += 1);
    this.#child.send({ id, ...message });
    for (;;) {
      const [answer] = (await once(this.#child, 'message')) as [Answer];
      if (answer.id === id) return answer;
    }
  }
}
