import type { Kysely, Selectable } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { HistoryTables, WebhookDeliveryTable, WebhookTable } from '../history-tables';
import { nullableTime } from '../nullable-time';
import type { Delivery, DeliveryState, Webhook, WebhookFormat, WebhookStore } from './webhook';

/** The webhooks in a database that is open, and closed by others. */
export function webhookStore(database: Kysely<HistoryTables>): WebhookStore {
  return {
    async add(webhook) {
      await database
        .insertInto('webhooks')
        .values({
          id: webhook.id,
          name: webhook.name,
          format: webhook.format,
          sealed_url: webhook.sealedUrl,
          host: webhook.host,
          events: asJson(webhook.events),
          sealed_secrets: JSON.stringify(webhook.sealedSecrets),
          created_at: webhook.createdAt,
          created_by: webhook.createdBy,
          disabled_at: webhook.disabledAt,
          disabled_reason: webhook.disabledReason,
        })
        .execute();
    },
    async find(id) {
      const row = await database
        .selectFrom('webhooks')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row && webhookOf(row);
    },
    async list() {
      const rows = await database
        .selectFrom('webhooks')
        .selectAll()
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(webhookOf);
    },
    async change(id, { name, events, sealedSecrets, disabledAt, disabledReason }) {
      const { numUpdatedRows } = await database
        .updateTable('webhooks')
        .set({
          // An update sets at least one column.
          id,
          ...(name !== undefined && { name }),
          ...(events !== undefined && { events: asJson(events) }),
          ...(sealedSecrets !== undefined && { sealed_secrets: JSON.stringify(sealedSecrets) }),
          ...(disabledAt !== undefined && { disabled_at: disabledAt }),
          ...(disabledReason !== undefined && { disabled_reason: disabledReason }),
        })
        .where('id', '=', id)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    remove: (id) =>
      database.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('webhook_deliveries').where('webhook_id', '=', id).execute();
        const { numDeletedRows } = await transaction
          .deleteFrom('webhooks')
          .where('id', '=', id)
          .executeTakeFirst();
        return numDeletedRows > 0n;
      }),
    enqueue: (event, webhookId) =>
      database.transaction().execute(async (transaction) => {
        let wanted = transaction.selectFrom('webhooks').select(['id', 'events', 'disabled_at']);
        if (webhookId !== undefined) wanted = wanted.where('id', '=', webhookId);
        const rows = (await wanted.execute()).filter(
          ({ events, disabled_at: disabledAt }) =>
            webhookId !== undefined || (disabledAt === null && wants(events, event.type)),
        );
        if (rows.length === 0) return 0;
        await transaction
          .insertInto('webhook_deliveries')
          .values(
            rows.map(({ id }) => ({
              id: randomUUID(),
              webhook_id: id,
              event_id: event.eventId,
              type: event.type,
              event: event.event,
              created_at: event.at,
              state: 'waiting',
              attempts: 0,
              next_at: event.at,
              leased_until: null,
              outcome: null,
              ended_at: null,
            })),
          )
          .execute();
        return rows.length;
      }),
    async isDue(now) {
      const row = await database
        .selectFrom('webhook_deliveries')
        .select('id')
        .where('next_at', '<=', now)
        .where((eb) => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', now)]))
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
    claim: (now, leaseMs, limit) =>
      database.transaction().execute(async (transaction) => {
        const busy = transaction
          .selectFrom('webhook_deliveries')
          .select('webhook_id')
          .where('leased_until', '>', now);
        const due = await transaction
          .selectFrom('webhook_deliveries')
          .selectAll()
          .where('next_at', '<=', now)
          .where('webhook_id', 'not in', busy)
          .orderBy('next_at')
          // Ids of events grow: what happened first is told first.
          .orderBy('event_id')
          .limit(limit * 10)
          .execute();
        const firstOfEach = [
          ...new Map(due.reverse().map((row) => [row.webhook_id, row])).values(),
        ];
        const taken = firstOfEach.slice(0, limit);
        if (taken.length === 0) return [];
        await transaction
          .updateTable('webhook_deliveries')
          .set((eb) => ({ leased_until: now + leaseMs, attempts: eb('attempts', '+', 1) }))
          .where(
            'id',
            'in',
            taken.map(({ id }) => id),
          )
          .execute();
        return taken.map((row) => ({ ...deliveryOf(row), attempts: row.attempts + 1 }));
      }),
    async settle(id, { state, nextAt, outcome, endedAt }) {
      await database
        .updateTable('webhook_deliveries')
        .set({ state, next_at: nextAt, outcome, ended_at: endedAt, leased_until: null })
        .where('id', '=', id)
        .execute();
    },
    async deliveries(webhookId, limit) {
      const rows = await database
        .selectFrom('webhook_deliveries')
        .selectAll()
        .where('webhook_id', '=', webhookId)
        .orderBy('created_at', 'desc')
        .orderBy('event_id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(deliveryOf);
    },
    async abandon(webhookId, at, outcome) {
      await database
        .updateTable('webhook_deliveries')
        .set({ state: 'failed', next_at: null, outcome, ended_at: at, leased_until: null })
        .where('webhook_id', '=', webhookId)
        .where('state', '=', 'waiting')
        .execute();
    },
    async prune(before) {
      await database.deleteFrom('webhook_deliveries').where('ended_at', '<', before).execute();
    },
  };
}

function wants(events: string | null, type: string): boolean {
  return events === null || (JSON.parse(events) as string[]).includes(type);
}

function asJson(events: readonly string[] | null): string | null {
  return events === null ? null : JSON.stringify(events);
}

function webhookOf(row: Selectable<WebhookTable>): Webhook {
  return {
    id: row.id,
    name: row.name,
    format: row.format as WebhookFormat,
    sealedUrl: row.sealed_url,
    host: row.host,
    events: row.events === null ? null : (JSON.parse(row.events) as string[]),
    sealedSecrets: JSON.parse(row.sealed_secrets) as string[],
    createdAt: Number(row.created_at),
    createdBy: row.created_by,
    disabledAt: nullableTime(row.disabled_at),
    disabledReason: row.disabled_reason,
  };
}

function deliveryOf(row: Selectable<WebhookDeliveryTable>): Delivery {
  return {
    id: row.id,
    webhookId: row.webhook_id,
    eventId: row.event_id,
    type: row.type,
    event: row.event,
    createdAt: Number(row.created_at),
    state: row.state as DeliveryState,
    attempts: row.attempts,
    nextAt: nullableTime(row.next_at),
    outcome: row.outcome,
    endedAt: nullableTime(row.ended_at),
  };
}
