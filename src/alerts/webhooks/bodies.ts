import type { WebhookFormat } from '../../store/webhooks/webhook';
import type { ServiceEvent } from '../events';

/** What is sent of an event, as JSON in the form that the receiver reads. */
export function bodyOf(event: ServiceEvent, format: WebhookFormat): string {
  return JSON.stringify(BODIES[format](event));
}

const BODIES: Readonly<Record<WebhookFormat, (event: ServiceEvent) => unknown>> = {
  standard: ({ type, at, subject, text, data }) => ({
    type,
    timestamp: new Date(at).toISOString(),
    data: { subject, text, ...data },
  }),
  // https://api.slack.com/messaging/webhooks; angle brackets and ampersands are Slack's own markup.
  slack: ({ type, text }) => ({ text: `*${type}*: ${forSlack(text)}` }),
  // A workflow "When a Teams webhook request is received" posts adaptive cards.
  teams: ({ type, text, at }) => ({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            { type: 'TextBlock', text: type, weight: 'Bolder', wrap: true },
            { type: 'TextBlock', text: forTeams(text), wrap: true },
            {
              type: 'TextBlock',
              text: new Date(at).toISOString(),
              isSubtle: true,
              wrap: true,
            },
          ],
        },
      },
    ],
  }),
};

function forSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A text block reads Markdown: names of versions and classes are text and nothing else. */
function forTeams(text: string): string {
  return text.replace(/[\\`*_[\]()#]/g, String.raw`\$&`);
}
