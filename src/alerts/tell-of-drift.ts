import type { AlertDesk } from './alert-desk';

/** What an alert needs to know of drift that begins or ends. */
interface Drift {
  readonly kind: 'drift.started' | 'drift.ended';
  readonly modelVersion: string;
  readonly signals: readonly string[];
  readonly explanation: string;
}

export interface DriftAlertOptions {
  readonly monitor: { onEvent(listener: (event: Drift) => void): () => void };
  readonly desk: Pick<AlertDesk, 'raise' | 'clear'>;
  readonly log: { warn(message: string, details: Readonly<Record<string, unknown>>): void };
}

/** Raises an alert when the pictures begin to look unlike what a version knows, and clears it. */
export function tellOfDrift({ monitor, desk, log }: DriftAlertOptions): void {
  monitor.onEvent(({ kind, modelVersion, signals, explanation }) => {
    const words = {
      subject: modelVersion,
      text: explanation,
      data: { version: modelVersion, signals: signals.join(', ') },
    };
    const told = kind === 'drift.started' ? desk.raise('drift', words) : desk.clear('drift', words);
    told.catch((error: unknown) => {
      log.warn('drift cannot be noted as an alert', { model_version: modelVersion, error });
    });
  });
}
