/** Codes that webhooks are refused with; they are codes of the API. */
export type WebhookProblem =
  'INVALID_WEBHOOK' | 'WEBHOOK_NOT_FOUND' | 'TOO_MANY_WEBHOOKS' | 'WEBHOOKS_OFF';

/** A webhook cannot be made, changed or tried. The message is for the client. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';

  constructor(
    readonly code: WebhookProblem,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
