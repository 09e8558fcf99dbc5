import { isDeepStrictEqual } from 'node:util';
import type { Logger } from '../../../observability/logger';
import { readTlsPair, TlsFilesError, type TlsFiles, type TlsPair } from './tls-files';

export interface ServedCertificateOptions {
  readonly files: TlsFiles;
  readonly logger: Logger;
  readonly now: () => Date;
  /** How often the files are read again, in milliseconds. Default: 5 s. */
  readonly pollMs?: number;
}

const POLL_MS = 5000;
const DAY_MS = 86_400_000;
const SOON_MS = 14 * DAY_MS;

/**
 * The certificate that the service shows. Its files are read again every few seconds and at SIGHUP,
 * which costs nothing beside a handshake and works with whatever replaces them: copies, links, volumes.
 * What cannot be used is refused, and the certificate in force stays.
 *
 * @example
 * const certificate = await ServedCertificate.open({ files, logger, now });
 * const server = createHttpServer({ ..., certificate });
 * certificate.start();
 */
export class ServedCertificate {
  readonly #options: ServedCertificateOptions;
  #pair: TlsPair;
  #listener: (options: TlsPair['options']) => void = () => undefined;
  #isRunning = false;
  #timer: NodeJS.Timeout | undefined;
  /** Looks take turns: an older one must not undo what a newer one has read. */
  #looking: Promise<void> = Promise.resolve();
  /** Why the last look changed nothing; null where there was no reason. */
  #refusal: { readonly reason: string; readonly isSaid: boolean } | null = null;
  #warnedAtMs = -Infinity;

  private constructor(options: ServedCertificateOptions, pair: TlsPair) {
    this.#options = options;
    this.#pair = pair;
  }

  /** @throws {TlsFilesError} */
  static async open(options: ServedCertificateOptions): Promise<ServedCertificate> {
    return new ServedCertificate(options, await readTlsPair(options.files));
  }

  /** The certificate and its key in the form that `tls` takes. */
  get options(): TlsPair['options'] {
    return this.#pair.options;
  }

  get validUntil(): Date {
    return this.#pair.validUntil;
  }

  /** Whether clients need a certificate. */
  get asksClients(): boolean {
    return this.#options.files.TLS_CLIENT_CA_FILE !== '';
  }

  /** The one listener is told of what is in force from then on. */
  onRenewal(listener: (options: TlsPair['options']) => void): void {
    this.#listener = listener;
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    process.on('SIGHUP', this.#onSignal);
    this.#warnOfItsEnd();
    this.#lookLater();
  }

  stop(): void {
    this.#isRunning = false;
    clearTimeout(this.#timer);
    process.off('SIGHUP', this.#onSignal);
  }

  /**
   * Reads the files now, and serves what they hold where that is new and can be used.
   *
   * @param isAsked whether somebody waits for it, who is told at once why nothing changes. Otherwise
   * that is said when it is still so at the next look: whoever replaces files does so one by one.
   */
  look({ isAsked }: { readonly isAsked: boolean }): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look(isAsked));
    return this.#looking;
  }

  readonly #onSignal = (): void => void this.look({ isAsked: true });

  #lookLater(): void {
    this.#timer = setTimeout(() => {
      void this.look({ isAsked: false }).then(() => {
        if (this.#isRunning) this.#lookLater();
      });
    }, this.#options.pollMs ?? POLL_MS).unref();
  }

  async #look(isAsked: boolean): Promise<void> {
    const { files, logger } = this.#options;
    try {
      const pair = await readTlsPair(files);
      if (isDeepStrictEqual(pair.options, this.#pair.options)) {
        if (isAsked) logger.info('the certificate was read again, and is the one in force');
      } else {
        this.#serve(pair);
      }
      this.#refusal = null;
    } catch (error) {
      if (!(error instanceof TlsFilesError)) throw error;
      this.#refuse(error.message, isAsked);
    }
    this.#warnOfItsEnd();
  }

  /** @throws {TlsFilesError} when nobody would accept it now */
  #serve(pair: TlsPair): void {
    const { logger, now } = this.#options;
    const { validFrom, validUntil } = pair;
    if (validUntil <= now()) {
      throw new TlsFilesError(`TLS_CERT_FILE has expired, on ${validUntil.toISOString()}`);
    }
    if (validFrom > now()) {
      throw new TlsFilesError(`TLS_CERT_FILE is not valid before ${validFrom.toISOString()}`);
    }
    this.#listener(pair.options);
    this.#pair = pair;
    this.#warnedAtMs = -Infinity;
    logger.info('the certificate was renewed', { valid_until: validUntil.toISOString() });
  }

  #refuse(reason: string, isAsked: boolean): void {
    const known = this.#refusal?.reason === reason ? this.#refusal : null;
    const isSaid = isAsked || known !== null;
    if (isAsked || (isSaid && known?.isSaid !== true)) {
      this.#options.logger.error('the new certificate is refused; the one in force stays', {
        reason,
        valid_until: this.#pair.validUntil.toISOString(),
      });
    }
    this.#refusal = { reason, isSaid };
  }

  /** Once a day, as long as it lasts. */
  #warnOfItsEnd(): void {
    const { logger, now } = this.#options;
    const nowMs = now().getTime();
    const { validFrom, validUntil } = this.#pair;
    if (validFrom.getTime() <= nowMs && nowMs + SOON_MS < validUntil.getTime()) return;
    if (nowMs - this.#warnedAtMs < DAY_MS) return;
    this.#warnedAtMs = nowMs;
    const fields = {
      valid_from: validFrom.toISOString(),
      valid_until: validUntil.toISOString(),
      variable: 'TLS_CERT_FILE',
    };
    if (validUntil.getTime() <= nowMs) {
      logger.error('THE CERTIFICATE HAS EXPIRED: clients refuse to connect', fields);
    } else if (validFrom.getTime() > nowMs) {
      logger.error('THE CERTIFICATE IS NOT VALID YET: clients refuse to connect', fields);
    } else {
      logger.warn('the certificate expires soon', fields);
    }
  }
}
