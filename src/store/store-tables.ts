import type { Kysely } from 'kysely';
import type { ActivationStore } from './activations/activation';
import { activationStore } from './activations/activation-store';
import type { AlertStore } from './alerts/alert';
import { alertStore } from './alerts/alert-store';
import type { AuditStore } from './audit/audit-entry';
import { auditStore } from './audit/audit-store';
import type { DriftStore } from './drift/drift-window';
import { driftStore } from './drift/drift-store';
import { feedbackStore, type FeedbackStore } from './feedback';
import type { HistoryTables } from './history-tables';
import type { JobStore } from './jobs/job';
import { jobStore } from './jobs/job-store';
import type { KeyStore } from './keys/api-key';
import { keyStore } from './keys/key-store';
import type { PeopleStore } from './people/person';
import { peopleStore } from './people/people-store';
import type { StoredImages } from './prediction-images/prediction-image';
import { storedImages } from './prediction-images/stored-images';
import type { StoredPredictions } from './prediction';
import type { SampleStore } from './samples/sample';
import { sampleStore } from './samples/sample-store';
import type { SignInStore } from './sign-ins/sign-in';
import { signInStore } from './sign-ins/sign-in-store';
import { storedPredictions } from './stored-predictions';
import type { WebhookStore } from './webhooks/webhook';
import { webhookStore } from './webhooks/webhook-store';

/** Everything that the database keeps, a store for each group of tables. */
export interface StoreTables {
  readonly predictions: StoredPredictions;
  readonly images: StoredImages;
  readonly samples: SampleStore;
  readonly feedback: FeedbackStore;
  readonly jobs: JobStore;
  readonly activations: ActivationStore;
  readonly keys: KeyStore;
  readonly people: PeopleStore;
  readonly signIns: SignInStore;
  readonly audit: AuditStore;
  readonly drift: DriftStore;
  readonly alerts: AlertStore;
  readonly webhooks: WebhookStore;
}

/** The stores in a database that is open, and closed by others; they work on the caller's thread. */
export function storeTables(database: Kysely<HistoryTables>): StoreTables {
  return {
    predictions: storedPredictions(database),
    images: storedImages(database),
    samples: sampleStore(database),
    feedback: feedbackStore(database),
    jobs: jobStore(database),
    activations: activationStore(database),
    keys: keyStore(database),
    people: peopleStore(database),
    signIns: signInStore(database),
    audit: auditStore(database),
    drift: driftStore(database),
    alerts: alertStore(database),
    webhooks: webhookStore(database),
  };
}
