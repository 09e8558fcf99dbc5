import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

/** One row a prediction. */
export interface PredictionTable {
  readonly id: string;
  /**
   * Its place in the history, in milliseconds since the epoch: when it was made, unless the clock
   * had been set back before. PostgreSQL's driver gives a 64-bit integer as text.
   */
  readonly created_at: number | string;
  /** when it was made by the clock, where that is another time; never later than its place */
  readonly clock_at: number | string | null;
  readonly file_name: string;
  readonly predicted_class: string;
  readonly predicted_class_index: number;
  readonly confidence: number;
  readonly duration_ms: number;
  readonly model_version: string;
  readonly class_list_id: string;
  /** JSON array of numbers, in the order of the class list */
  readonly probabilities: string;
  /** 0 or 1: it looked like none of the classes */
  readonly uncertain: number;
}

/** One row a change of the version that answers. */
export interface ActivationTable {
  readonly id: GeneratedAlways<number>;
  readonly version: string;
  readonly activated_at: number | string;
  /** one of `ACTIVATION_CAUSES` */
  readonly cause: string;
  /** the retraining job that made the version */
  readonly job: string | null;
}

/** Absent from a prediction when it is inserted. */
type SetLater<Value> = ColumnType<Value | null, undefined, Value | null>;

/** What people said of a prediction; null while they have said nothing. */
export interface FeedbackColumns {
  readonly feedback: SetLater<'correct' | 'wrong'>;
  readonly feedback_label_key: SetLater<string>;
  /** the sample that its image became */
  readonly feedback_sample_id: SetLater<string>;
  readonly feedback_at: SetLater<number | string>;
  /** grows from feedback to feedback */
  readonly feedback_seq: SetLater<number | string>;
}

/** SQLite's driver gives blobs as ArrayBuffer. */
export type Blob = ColumnType<ArrayBuffer | Uint8Array, Uint8Array, Uint8Array>;
type NullableBlob = ColumnType<
  ArrayBuffer | Uint8Array | null,
  Uint8Array | null,
  Uint8Array | null
>;

/** One row a label, ever given; the ten of CIFAR-10 are there from the beginning. */
export interface LabelTable {
  /** folded: labels that differ in nothing but case are one */
  readonly key: string;
  /** as it was written the first time */
  readonly name: string;
  readonly created_at: number | string;
  /** 1 for one that was renamed, merged or deleted, which histories alone name */
  readonly retired: Generated<number>;
  /** key of the label that its samples got when it was renamed or merged; null until it was */
  readonly renamed_to: Generated<string | null>;
}

/** One row a labelled image. */
export interface SampleTable {
  /** SHA-256 of the file, hexadecimal; of its 32×32 pixels where an earlier release has written it */
  readonly id: string;
  readonly label_key: string;
  /** where it came from first: `upload`, `archive`, `feedback` */
  readonly source: string;
  readonly file_name: string;
  /** of the original file, and its ending: `png`, `jpeg`, `gif`, `webp` */
  readonly format: string;
  /** of the original file */
  readonly width: number;
  readonly height: number;
  readonly file_bytes: number;
  /** 0 learns, 1 is held out, 2 belongs to the test set: the place in `SPLITS` */
  readonly split: number;
  /** the prediction whose image it was */
  readonly prediction_id: string | null;
  /** its place in the order, see `PredictionTable` */
  readonly created_at: number | string;
  readonly clock_at: number | string | null;
  /** when its label was given last */
  readonly updated_at: number | string;
  /** uint8, [32, 32, 3], RGB, where an earlier release has written it; else of no length */
  readonly pixels: Blob;
  /** WebP; null for an image that is no larger than 32×32 */
  readonly thumbnail: NullableBlob;
  /** SHA-256 of the file, hexadecimal; null until a sample of an earlier release is taken over */
  readonly file_hash: string | null;
}

/** One row a sample of an earlier release whose file nobody has looked at yet. */
export interface SampleToTakeOverTable {
  readonly sample_id: string;
}

/** One row a change of a sample, in order; they outlive the sample. */
export interface SampleChangeTable {
  readonly seq: GeneratedAlways<number>;
  readonly sample_id: string;
  readonly changed_at: number | string;
  /** `added`, `relabelled`, `deleted` */
  readonly kind: string;
  /** who changed it: a sample's source, or `edit` */
  readonly source: string;
  readonly from_label_key: string | null;
  readonly to_label_key: string | null;
}

/** One row an image of a prediction, while it is kept. */
export interface PredictionImageTable {
  readonly prediction_id: string;
  readonly created_at: number | string;
  /** SHA-256 of the file, hexadecimal; of the 32×32 pixels where an earlier release has written it */
  readonly sample_id: string;
  /** the prediction's: orders what is worth labelling */
  readonly confidence: number;
  /** 1 for the newest prediction of an image that is no sample */
  readonly is_unlabelled: number;
  /** of file, pixels and thumbnail */
  readonly bytes: number;
  /** uint8, [32, 32, 3], RGB, where an earlier release has written it; else of no length */
  readonly pixels: Blob;
  readonly thumbnail: NullableBlob;
  /** of the file; null, as its size, where an earlier release has written the row */
  readonly format: string | null;
  readonly width: number | null;
  readonly height: number | null;
}

/** One row a file that a prediction was made of, beside its row of `prediction_images`. */
export interface PredictionFileTable {
  readonly prediction_id: string;
  readonly file: Blob;
}

/** One row: the images of predictions, counted in the transactions that change them. */
export interface ImageTotalsTable {
  readonly id: number;
  readonly images: number | string;
  readonly bytes: number | string;
}

/** The names that probabilities belong to: the same for every prediction of a model version. */
export interface ClassListTable {
  /** first 16 hexadecimal digits of the SHA-256 of `names` */
  readonly id: string;
  /** JSON array of strings */
  readonly names: string;
}

/** Totals of each predicted class, changed in the transaction that inserts its predictions. */
export interface ClassTotalsTable {
  readonly predicted_class: string;
  readonly predictions: number | string;
  readonly confidence_sum: number;
  readonly confidence_min: number;
  readonly confidence_max: number;
  readonly duration_ms_sum: number;
}

/** Totals of each hour and class, changed in the transaction that inserts their predictions. */
export interface HourlyTotalsTable {
  /** hours since the epoch */
  readonly hour: number | string;
  readonly predicted_class: string;
  readonly predictions: number | string;
  readonly uncertain: number | string;
}

/** Totals of each twentieth of the confidences. */
export interface ConfidenceTotalsTable {
  /** 0-19 */
  readonly bin: number;
  readonly predictions: number | string;
}

/** One row a retraining job. */
export interface JobTable {
  readonly id: string;
  readonly mode: string;
  readonly state: string;
  /** 1 while it is not over; one row at the most has it */
  readonly open: number | null;
  /** JSON object */
  readonly settings: string;
  readonly trigger: string;
  readonly base_version: string;
  /** its place in the order, see `PredictionTable` */
  readonly created_at: number | string;
  readonly clock_at: number | string | null;
  /** `seq` of the last change of samples when it was asked for; 0 before the first one */
  readonly sample_change: number | string;
  readonly started_at: number | string | null;
  readonly ended_at: number | string | null;
  /** JSON object */
  readonly progress: string;
  /** JSON array */
  readonly epochs: string;
  readonly version: string | null;
  /** JSON object */
  readonly gate: string | null;
  readonly accuracy: number | null;
  readonly error: string | null;
  readonly attempts: number;
  /** 0 or 1 */
  readonly cancel_requested: number;
  /** the instance that works on it */
  readonly owner: string | null;
  readonly heartbeat_at: number | string | null;
}

/** One row an event of a job. */
export interface JobEventTable {
  readonly seq: GeneratedAlways<number>;
  readonly job_id: string;
  readonly at: number | string;
  readonly kind: string;
  /** JSON */
  readonly data: string;
}

/** One row a key of the API, revoked ones included. */
export interface ApiKeyTable {
  /** the part of the key that is no secret */
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** JSON array of permissions; null for everything that the role may */
  readonly scopes: string | null;
  /** JSON array of addresses and networks; empty for any */
  readonly networks: string;
  /** SHA-256 of the whole key, hexadecimal */
  readonly key_hash: string;
  readonly created_at: number | string;
  readonly created_by: string;
  readonly expires_at: number | string | null;
  readonly last_used_at: number | string | null;
  readonly revoked_at: number | string | null;
  /** `off`, `optional` or `required` */
  readonly signing: string;
  /** null for the limits that all clients have */
  readonly requests_per_minute: number | null;
}

/** One row a secret that requests are signed with. */
export interface SigningSecretTable {
  /** UUIDv7 */
  readonly id: string;
  readonly key_id: string;
  /** encrypted with the secret of the service */
  readonly sealed: string;
  readonly created_at: number | string;
  /** null for one that has no successor */
  readonly expires_at: number | string | null;
}

/** One row a signed request that was taken lately, so that it is taken once. */
export interface SignedRequestTable {
  readonly key_id: string;
  /** as its sender has named it */
  readonly request_id: string;
  readonly signed_at: number | string;
}

/** One row a person who can sign in. */
export interface PersonTable {
  readonly id: string;
  readonly name: string;
  /** folded: names that differ in nothing but case are one */
  readonly name_key: string;
  readonly role: string;
  /** of scrypt, with its parameters and salt; null for those who sign in elsewhere */
  readonly password_hash: string | null;
  readonly created_at: number | string;
  /** the identity provider that vouches for them, and who they are there; null for those with a password */
  readonly issuer: string | null;
  readonly subject: string | null;
  /** null for those who may sign in */
  readonly disabled_at: number | string | null;
}

/** One row a browser that was sent to the identity provider and is not back yet. */
export interface SignInTable {
  /** SHA-256 of the state in the address, hexadecimal */
  readonly state_hash: string;
  /** SHA-256 of what the browser keeps, hexadecimal */
  readonly browser_hash: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly return_to: string;
  readonly created_at: number | string;
}

/** One row a person who is signed in, for each browser. */
export interface SessionTable {
  /** SHA-256 of what the browser keeps, hexadecimal */
  readonly token_hash: string;
  readonly person_id: string;
  readonly created_at: number | string;
  readonly seen_at: number | string;
}

/** One row a token with which the first administrator can be made. */
export interface SetupTokenTable {
  /** SHA-256 of the token, hexadecimal */
  readonly token_hash: string;
  readonly expires_at: number | string;
}

/** One row a request that could change something; rows are never changed or deleted. */
export interface AuditTable {
  readonly seq: GeneratedAlways<number>;
  readonly at: number | string;
  /** `anonymous`, `key`, `person` */
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly address: string;
  readonly method: string;
  /** as it is in the table of routes */
  readonly route: string;
  /** what was changed: the path, or what the route says */
  readonly object: string;
  readonly status: number;
  readonly request_id: string;
  /** `hash` of the row before; zeros in the first */
  readonly previous_hash: string;
  /** SHA-256 of the other columns but `seq`, hexadecimal */
  readonly hash: string;
}

/** One row a window of pictures of a version, by whose sums drift is told. */
export interface DriftWindowTable {
  readonly id: GeneratedAlways<number>;
  readonly model_version: string;
  /** tells apart versions that had the same name one after the other */
  readonly identity: string;
  /** when its first and last picture were classified */
  readonly first_at: number | string;
  readonly last_at: number | string;
  /** 0 or 1 */
  readonly is_closed: number;
  readonly pictures: number;
  /** float64, little-endian */
  readonly sums: Blob;
  /** JSON array of `StrangePicture` */
  readonly strangest: string;
}

/** One row a condition that was told of. */
export interface AlertTable {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
  readonly raised_at: number | string;
  /** when an instance looked and it held still */
  readonly seen_at: number | string;
  readonly cleared_at: number | string | null;
  /** kind and subject while it is open, so that there is one of each; null once it is over */
  readonly open_key: string | null;
}

/** One row an address that is told of events. */
export interface WebhookTable {
  readonly id: string;
  readonly name: string;
  /** `standard`, `slack`, `teams` */
  readonly format: string;
  readonly sealed_url: string;
  readonly host: string;
  /** JSON array of types of events; null for all */
  readonly events: string | null;
  /** JSON array, newest first */
  readonly sealed_secrets: string;
  readonly created_at: number | string;
  readonly created_by: string;
  readonly disabled_at: number | string | null;
  readonly disabled_reason: string | null;
}

/** One row an event for a webhook. */
export interface WebhookDeliveryTable {
  readonly id: string;
  readonly webhook_id: string;
  readonly event_id: string;
  readonly type: string;
  /** JSON of the event */
  readonly event: string;
  readonly created_at: number | string;
  /** `waiting`, `delivered`, `failed` */
  readonly state: string;
  readonly attempts: number;
  /** null once it has ended */
  readonly next_at: number | string | null;
  /** an instance is at it until then */
  readonly leased_until: number | string | null;
  readonly outcome: string | null;
  readonly ended_at: number | string | null;
}

/** The history database, as Kysely sees it. */
export interface HistoryTables {
  readonly predictions: PredictionTable & FeedbackColumns;
  readonly class_lists: ClassListTable;
  readonly class_totals: ClassTotalsTable;
  readonly hourly_totals: HourlyTotalsTable;
  readonly confidence_totals: ConfidenceTotalsTable;
  readonly labels: LabelTable;
  readonly samples: SampleTable;
  readonly samples_to_take_over: SampleToTakeOverTable;
  readonly sample_changes: SampleChangeTable;
  readonly prediction_images: PredictionImageTable;
  readonly prediction_files: PredictionFileTable;
  readonly image_totals: ImageTotalsTable;
  readonly activations: ActivationTable;
  readonly jobs: JobTable;
  readonly job_events: JobEventTable;
  readonly api_keys: ApiKeyTable;
  readonly signing_secrets: SigningSecretTable;
  readonly signed_requests: SignedRequestTable;
  readonly people: PersonTable;
  readonly sessions: SessionTable;
  readonly setup_tokens: SetupTokenTable;
  readonly sign_ins: SignInTable;
  readonly audit_entries: AuditTable;
  readonly drift_windows: DriftWindowTable;
  readonly alerts: AlertTable;
  readonly webhooks: WebhookTable;
  readonly webhook_deliveries: WebhookDeliveryTable;
}
