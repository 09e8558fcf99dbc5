import type { AlertDesk } from '../alerts/alert-desk';
import type { WebhookDesk } from '../alerts/webhooks/webhook-desk';
import type { AuditLog } from '../auth/audit-log';
import type { Identities } from '../auth/identities';
import type { Oidc } from '../auth/oidc/open-oidc';
import type { Configuration } from '../config/load';
import type { LabelledData } from '../dataset/samples/labelled-data';
import type { Exporter } from '../export/exporter';
import type { Evaluator } from '../evaluation/apart/evaluator';
import type { BackboneDesk } from '../jobs/backbone-desk';
import type { JobDesk } from '../jobs/job-desk';
import type { DriftMonitor } from '../monitoring/drift/drift-monitor';
import type { EventLoopDelay } from '../observability/event-loop-delay';
import type { Logger } from '../observability/logger';
import type { RecentLog } from '../observability/recent-lines';
import type { TrafficMeter } from '../observability/traffic/traffic-meter';
import type { Metrics } from '../telemetry/prometheus/metrics';
import type { Telemetry } from '../telemetry/telemetry';
import type { DecodingGate } from '../imaging/decoding-gate';
import type { VersionCatalogue } from '../registry/version-catalogue';
import type { ActiveModel } from '../serving/active-model';
import type { LoadedVersions } from '../serving/loaded-versions';
import type { StoreSizesWatch } from '../observability/store-sizes';
import type { Places } from '../store/places';
import type { PredictionStore } from '../store/prediction';
import type { AccessRules } from './access/access-rules';
import type { AnswerCheck } from './kit/answer-check';
import type { RateLimitStores } from './rate-limit/rate-limit-stores';
import type { ServedCertificate } from './server/tls/served-certificate';
import type { UploadGate } from './upload/upload-gate';
import type { ServiceState } from './api/operation/service-state';

/** A training on labelled samples. */
export interface LastTraining {
  readonly at: Date;
  /** The last change of samples when it was asked for. */
  readonly sampleChange: number;
}

/** What the HTTP room is given to work with. */
export interface HttpParts {
  readonly config: Configuration;
  readonly access: AccessRules;
  /** Used only where callers have to prove who they are. */
  readonly identities: Identities;
  /** What an identity provider vouches for; undefined where there is none. */
  readonly oidc?: Pick<Oidc, 'name' | 'signOn' | 'accessTokens'>;
  readonly auditLog: Pick<AuditLog, 'record' | 'list' | 'pages' | 'verify'>;
  readonly alerts: Pick<AlertDesk, 'latest' | 'open'>;
  readonly webhooks: WebhookDesk;
  readonly logger: Logger;
  readonly recentLog: RecentLog;
  readonly state: ServiceState;
  readonly active: ActiveModel;
  /** The versions that requests may name. */
  readonly versions: Pick<LoadedVersions, 'lease' | 'isLoaded' | 'load' | 'unload'>;
  readonly catalogue: VersionCatalogue;
  readonly evaluator: Pick<Evaluator, 'evaluate' | 'evaluateInTurn'>;
  readonly exporter: Pick<Exporter, 'open' | 'identify'>;
  /** What needs the files of a version now, as a clause; undefined when nothing does. */
  readonly versionInUse: (version: string) => Promise<string | undefined>;
  readonly store: PredictionStore;
  readonly labelledData: LabelledData;
  /** Which picture of which request is decoded when. */
  readonly decodingGate: DecodingGate;
  /** What all uploads share. */
  readonly uploads: UploadGate;
  /** Whether pictures look like those that versions know. */
  readonly drift: Pick<DriftMonitor, 'observe' | 'report'>;
  readonly storeSizes: Pick<StoreSizesWatch, 'latest'>;
  /** Gives predictions their places in the history. */
  readonly historyPlaces: Pick<Places, 'next'>;
  /** The last training on labelled samples that made a version; undefined while there was none. */
  readonly lastTraining: () => Promise<LastTraining | undefined>;
  readonly jobs: Pick<JobDesk, keyof JobDesk>;
  readonly backbones: Pick<BackboneDesk, keyof BackboneDesk>;
  /** Whether retraining every layer runs on native TensorFlow. */
  readonly isNativeInstalled: () => boolean;
  readonly telemetry: Telemetry;
  /** Undefined where METRICS is off. */
  readonly metrics?: Pick<Metrics, 'text' | 'contentType'>;
  readonly meter: TrafficMeter;
  readonly eventLoopDelay: Pick<EventLoopDelay, 'summary'>;
  readonly rateLimitStores: RateLimitStores;
  /** The service's own version. */
  readonly release: string;
  readonly startedAt: Date;
  readonly now: () => Date;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
  /** A new UUIDv7. */
  readonly newId: () => string;
  /** Absolute paths. */
  readonly folders: { readonly views: string; readonly assets: string };
  /** What the service shows as its certificate; undefined where it speaks plain HTTP. */
  readonly certificate?: Pick<ServedCertificate, 'validUntil' | 'asksClients'>;
  /** Told of every JSON answer; the service does without. */
  readonly checkAnswer?: AnswerCheck;
}
