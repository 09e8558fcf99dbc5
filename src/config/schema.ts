import { Cron } from 'croner';
import { z } from 'zod';
import { FORMAT_OF_ENDING } from './image-formats';
import { groupRole } from './group-role';
import { isLoopback } from './loopback';
import { ROLES } from './permissions';
import { isNetwork } from './networks';

const MIB = 1024 * 1024;

/** Where an identity provider sends people back to. */
export const OIDC_CALLBACK_PATH = '/login/oidc/callback';

/** `true/false`, `1/0`, `yes/no`, `on/off`, in any case. */
const flag = z.stringbool({
  truthy: ['true', '1', 'yes', 'on'],
  falsy: ['false', '0', 'no', 'off'],
});
const integer = (min: number, max: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^-?\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().int().min(min).max(max));
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
const extensions = list
  .transform((items) => items.map((item) => item.toLowerCase().replace(/^\./, '')))
  .pipe(z.array(z.enum([...FORMAT_OF_ENDING.keys()])).min(1));
const origins = list.refine(
  (items) => items.every((item) => item === '*' || isOrigin(item)),
  'must be * or origins such as https://example.org, without a path',
);
const hosts = list
  .transform((items) => items.map((item) => item.toLowerCase()))
  .refine(
    (items) =>
      items.every((item) => item === '*' || /^[\w-]{1,63}(\.[\w-]{1,63}){0,30}$/.test(item)),
    'must be * or names such as models.example.org, without a port',
  );
const networks = list.refine(
  (items) => items.every(isNetwork),
  'must be addresses and networks such as 10.0.0.0/8, fd00::/8 or 10.1.2.3',
);
const redisOrMemory = z
  .string()
  .refine(
    (text) => text === 'memory://' || (/^rediss?:\/\/./.test(text) && URL.canParse(text)),
    'must be memory:// or redis://host:port',
  );

const webAddress = z
  .string()
  .refine(
    (text) => /^https?:\/\/[^@?#]+$/.test(text) && URL.canParse(text),
    'must be an http or https address without a name, query or fragment',
  );

/** Tokens and passwords go there: in clear at most to this machine itself. */
const safeAddress = z.string().refine((text) => text === '' || isSafeAddress(text), {
  error: 'must be an https address without a query, or an http one of this machine',
  // What is asked of an address besides is asked of no other text.
  abort: true,
});

function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  if (`${username}${password}${search}${hash}` !== '') return false;
  const host = hostname.replace(/^\[|\]$/g, '');
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(host));
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

const fraction = z
  .string()
  .regex(/^\d(\.\d{1,9})?$/, 'must be a number from 0 to 1')
  .transform(Number)
  .pipe(z.number().min(0).max(1));

function isSchedule(text: string): boolean {
  if (text === '') return true;
  try {
    new Cron(text, { paused: true }).stop();
    return true;
  } catch {
    return false;
  }
}

/** The names are those of OpenTelemetry. */
export const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** How a variable is read, its default per profile, and what it means. */
export interface Variable<T = unknown> {
  readonly schema: z.ZodType<T, string>;
  /** As it would be written in the environment. */
  readonly default: string;
  /** Where a profile's default differs. */
  readonly perProfile?: Partial<Record<Profile, string>>;
  readonly description: string;
  /** It may hold a password, so an error message does not repeat its value. */
  readonly secret?: boolean;
  /** It names a file or folder of the machine: visitors see what they need of it. */
  readonly isPath?: boolean;
}

export const PROFILES = ['development', 'production', 'test'] as const;
export type Profile = (typeof PROFILES)[number];

const variable = <T>(
  schema: z.ZodType<T, string>,
  defaultText: string,
  description: string,
  perProfile: Partial<Record<Profile, string>> = {},
): Variable<T> => ({ schema, default: defaultText, description, perProfile });
const place = <T>(plain: Variable<T>): Variable<T> => ({ ...plain, isPath: true });
const secret = <T>(plain: Variable<T>): Variable<T> => ({ ...plain, secret: true });

/**
 * Every environment variable the service reads: the one source of the types, the validation,
 * `.env.example` and the README's table. Limits are per client and window.
 */
export const VARIABLES = {
  PORT: variable(integer(0, 65535), '5000', 'TCP port to listen on; 0 picks a free one.'),
  HOST: variable(
    z.string().min(1),
    '127.0.0.1',
    'Address to listen on; 0.0.0.0 lets other machines in, which needs AUTH to be set.',
    { production: '0.0.0.0' },
  ),
  AUTH: variable(
    z.enum(['', 'off', 'on']),
    '',
    'on: nothing without a key or signing in, but health. off: everybody who reaches the port may do everything. Empty: as off, and only this machine reaches it.',
  ),
  TLS_CERT_FILE: place(
    variable(
      z.string(),
      '',
      'Certificate in PEM, with its chain, for TLS from the service itself; needs TLS_KEY_FILE. Files that are replaced are taken up without a restart. Empty: plain HTTP.',
    ),
  ),
  TLS_KEY_FILE: place(
    variable(z.string(), '', 'Private key of that certificate, in PEM, without a passphrase.'),
  ),
  TLS_CLIENT_CA_FILE: place(
    variable(
      z.string(),
      '',
      'Authorities in PEM: only clients with a certificate from one of them get a connection. Empty: clients need none.',
    ),
  ),
  HTTP_REDIRECT_PORT: variable(
    z.union([z.literal('').transform(() => undefined), integer(0, 65535)]),
    '',
    'Port without TLS, beside PORT, that leads browsers to the same page with https on PORT and refuses what programs ask for; needs TLS_CERT_FILE. 0 picks a free one. Empty: there is none.',
  ),
  WEBHOOK_HOSTS: variable(
    list,
    '*',
    'Where webhooks may go, comma-separated: * for every public address over https, names of hosts, and networks such as 10.0.0.0/8. Empty: webhooks are switched off.',
  ),
  ALERT_FEEDBACK_ACCURACY: variable(
    fraction,
    '0',
    'Raises an alert when the accuracy by the latest feedback falls below this; 0: never.',
  ),
  SESSION_IDLE_MINUTES: variable(
    integer(5, 100_000),
    '480',
    'How long somebody who does nothing stays signed in, in minutes.',
  ),
  SESSION_MAX_HOURS: variable(
    integer(1, 10_000),
    '168',
    'How long anybody stays signed in, in hours.',
  ),
  SIGNING_SECRET: secret(
    variable(
      z
        .string()
        .refine((text) => text === '' || text.length >= 32, 'must have 32 characters or more'),
      '',
      'Encrypts in the database what requests are signed with; the same for every instance. Empty: the first start with AUTH=on makes one, in PERSISTENCE_DIR/signing-secret.',
    ),
  ),
  OIDC_ISSUER: variable(
    safeAddress,
    '',
    'Identity provider (OpenID Connect) where people sign in and programs get tokens, as its tokens name it; needs AUTH=on. Empty: none, and nothing is asked of any.',
  ),
  OIDC_CLIENT_ID: variable(
    z.string(),
    '',
    'What the provider calls this service; needs OIDC_REDIRECT_URI. Empty: nobody signs in there, and OIDC_AUDIENCE alone counts.',
  ),
  OIDC_CLIENT_SECRET: secret(
    variable(z.string(), '', 'Secret that the provider has given it. Empty: a public client.'),
  ),
  OIDC_REDIRECT_URI: variable(
    safeAddress.refine(
      (text) => text === '' || new URL(text).pathname === OIDC_CALLBACK_PATH,
      'must be the address of this service, and /login/oidc/callback',
    ),
    '',
    'Where the provider sends people back to, as it is registered there: the address of this service that people use, and /login/oidc/callback.',
  ),
  OIDC_SCOPE: variable(
    z
      .string()
      .refine((text) => text.split(' ').includes('openid'), 'must have openid among its words'),
    'openid profile email',
    'What is asked of the provider, separated by spaces.',
  ),
  OIDC_GROUPS_CLAIM: variable(
    z.string().min(1),
    'groups',
    'Claim with the groups of somebody: a name, or a path such as realm_access.roles.',
  ),
  OIDC_ROLES: variable(
    list.refine(
      (items) => items.every((item) => groupRole(item) !== undefined),
      `must be groups with one of ${ROLES.join(', ')} each, such as ml-admins=admin`,
    ),
    '',
    'Role of each group: ml-admins=admin,annotators=labeler. Who is in several has the highest.',
  ),
  OIDC_DEFAULT_ROLE: variable(
    z.enum(['', ...ROLES]),
    '',
    'Role of those in none of these groups. Empty: they may do nothing.',
  ),
  OIDC_AUDIENCE: variable(
    z.string(),
    '',
    'Audience of tokens with which programs call the API; another one than OIDC_CLIENT_ID. Empty: no tokens are accepted.',
  ),
  OIDC_NAME: variable(
    z.string().min(1).max(60),
    'single sign-on',
    'What the button of the sign-in page calls the provider: Sign in with ….',
  ),
  ALLOWED_NETWORKS: variable(
    networks,
    '',
    'Addresses and networks that requests are taken from, comma-separated, such as 10.0.0.0/8,fd00::/8; probes of health from the machine itself always are. Empty: any.',
  ),
  ALLOWED_HOSTS: variable(
    hosts,
    '',
    'Names that it answers to, comma-separated, beside addresses, names without a dot, those under .local, .internal and .lan, and its own; * for any.',
  ),
  MODEL_DIR: place(variable(z.string().min(1), 'models', 'Folder of model versions.')),
  BACKBONE_DOWNLOADS: variable(
    flag,
    'true',
    'false: networks that versions are made on are added from files only, never downloaded.',
  ),
  HF_ENDPOINT: variable(
    webAddress,
    'https://huggingface.co',
    'Where networks are downloaded from: the Hugging Face Hub, or a mirror of it. Proxies are read from HTTPS_PROXY, HTTP_PROXY and NO_PROXY.',
  ),
  HF_TOKEN: secret(
    variable(
      z.string().regex(/^[\x21-\x7e]*$/, 'must be a token without spaces'),
      '',
      'Token for networks there that not everybody may download; it is sent to HF_ENDPOINT alone.',
    ),
  ),
  MAX_BACKBONE_CONTENT_LENGTH: variable(
    integer(1, 512 * MIB),
    String(512 * MIB),
    'Largest file of a network that is uploaded, in bytes.',
  ),
  MODEL_VERSION: variable(
    z.string(),
    '',
    'Version that this instance serves, whatever is promoted; empty means the active one.',
  ),
  MODEL_NETWORK: variable(
    z.enum(['standard', 'small']),
    'standard',
    'Network whose newest version a first start begins with.',
  ),
  MAX_LOADED_VERSIONS: variable(
    integer(1, 100),
    '2',
    'Versions that stay loaded beside the active one, for requests that name them; another one takes the place of the one asked for least recently.',
  ),
  ACTIVE_MODEL_POLL_MS: variable(
    integer(100, 600_000),
    '2000',
    'How often an instance looks whether another one has changed the active version, in milliseconds.',
  ),
  DATA_DIR: place(
    variable(
      z.string().min(1),
      'data',
      'Folder of CIFAR-10, where it is on disk, for judging versions and for full retraining.',
    ),
  ),
  PERSISTENCE_DIR: place(
    variable(z.string().min(1), 'persistence', 'Folder of the history database.'),
  ),
  INFERENCE_ENGINE: variable(
    z.enum(['onnx', 'tfjs']),
    'onnx',
    'onnx: ONNX Runtime; tfjs: TensorFlow.js, native where it loads, WASM otherwise.',
  ),
  INFERENCE_PRECISION: variable(
    z.enum(['auto', 'fp32', 'int8']),
    'auto',
    'fp32 or int8 graph for ONNX Runtime; auto: int8 where a version has it and it is faster here.',
  ),
  MIRRORED_VIEW: variable(
    flag,
    'false',
    'Whether each image is looked at mirrored too: fewer mistakes, twice the work.',
  ),
  INFERENCE_WORKERS: variable(
    integer(0, 64),
    '0',
    'Inference threads; 0 means one for each processor core. TensorFlow.js always has one.',
    { test: '1' },
  ),
  MAX_BATCH_SIZE: variable(
    integer(1, 1024),
    '16',
    'Most images the batcher gives a worker at once.',
  ),
  MAX_QUEUE_DELAY_MS: variable(
    integer(0, 1000),
    '0',
    'Longest an image waits for company while a batch runs and another worker is free, in milliseconds.',
  ),
  MAX_QUEUE_SIZE: variable(integer(1, 100_000), '256', 'Images that may wait; beyond it, 503.'),
  PREDICT_TIMEOUT_MS: variable(
    integer(1, 600_000),
    '10000',
    'Longest a prediction may take before 504, in milliseconds.',
  ),
  MAX_CONTENT_LENGTH: variable(
    integer(1, 1024 * MIB),
    String(16 * MIB),
    'Largest uploaded file, in bytes.',
  ),
  MAX_IMAGE_PIXELS: variable(
    integer(1, 1_000_000_000),
    '50000000',
    'Largest image, in pixels, that is decoded.',
  ),
  MAX_REQUEST_PIXELS: variable(
    integer(1, 1_000_000_000_000),
    '500000000',
    'Most pixels of all pictures of a request together; uploads of training data have 16 more for each of their bytes.',
  ),
  MAX_DECODING_PIXELS: variable(
    integer(1, 1_000_000_000_000),
    '150000000',
    'Pixels that are decoded at the same time in the whole service; a larger picture is decoded alone.',
  ),
  MAX_UPLOAD_MEMORY: variable(
    integer(1, 1024 * 1024 * MIB),
    String(256 * MIB),
    'Pictures of single and batch predictions that are in memory at the same time, in bytes; beyond it, 503.',
  ),
  MAX_UPLOADS_AT_ONCE: variable(
    integer(1, 10_000),
    '8',
    'Uploads of training data that are received at the same time; beyond it, 503.',
  ),
  UPLOAD_TIMEOUT_MS: variable(
    integer(1000, 86_400_000),
    '900000',
    'Longest an upload of training data may take, from its first byte to its answer, in milliseconds.',
  ),
  MAX_UPLOAD_LABELS: variable(
    integer(1, 1_000_000),
    '1000',
    'Most different labels in one upload of training data.',
  ),
  MAX_SAMPLES: variable(
    integer(1, 1_000_000_000),
    '1000000',
    'Most labelled images that are kept; beyond it, uploads are refused.',
  ),
  MAX_BATCH_FILES: variable(
    integer(1, 10_000),
    '100',
    'Most files in one batch prediction; at most MAX_QUEUE_SIZE.',
  ),
  MAX_BATCH_CONTENT_LENGTH: variable(
    integer(1, 4096 * MIB),
    String(64 * MIB),
    'Largest batch upload, all files together, in bytes.',
  ),
  ALLOWED_EXTENSIONS: variable(
    extensions,
    'png,jpg,jpeg,gif,webp,avif,tif,tiff,bmp,heic,heif',
    'Image formats accepted, judged by content.',
  ),
  MAX_UPLOAD_FILES: variable(
    integer(1, 100_000),
    '1000',
    'Most files in the form of one upload of training data.',
  ),
  MAX_UPLOAD_CONTENT_LENGTH: variable(
    integer(1, 1024 * 1024 * MIB),
    String(512 * MIB),
    'Largest upload of training data, all files together, in bytes.',
  ),
  MAX_ARCHIVE_FILES: variable(
    integer(1, 10_000_000),
    '20000',
    'Most entries of an uploaded archive.',
  ),
  MAX_ARCHIVE_CONTENT_LENGTH: variable(
    integer(1, 1024 * 1024 * MIB),
    String(2048 * MIB),
    'Largest uploaded archive, unpacked, in bytes.',
  ),
  MAX_ARCHIVE_RATIO: variable(
    integer(1, 100_000),
    '100',
    'Most bytes that a byte of an uploaded archive may unpack to.',
  ),
  STORE_PREDICTION_IMAGES: variable(
    flag,
    'true',
    'Whether the pictures of predictions are kept, as they came, for feedback.',
  ),
  PREDICTION_IMAGE_MAX_AGE_DAYS: variable(
    integer(1, 36_500),
    '30',
    'How long the picture of a prediction is kept, in days.',
  ),
  PREDICTION_IMAGE_MAX_MIB: variable(
    integer(1, 1024 * 1024),
    '2048',
    'Most space for the pictures of predictions, in MiB, files and thumbnails together; the oldest go first. A file larger than that is not kept.',
  ),
  HISTORY_MAX_AGE_DAYS: variable(
    integer(0, 36_500),
    '0',
    'How long predictions are kept, in days; 0 keeps them. Totals go on counting what is removed.',
  ),
  HISTORY_MAX_ROWS: variable(
    integer(0, 1_000_000_000),
    '0',
    'Most predictions that are kept; the oldest go first. 0 keeps them.',
  ),
  MIN_FREE_DISK_MIB: variable(
    integer(0, 1024 * 1024),
    '256',
    'Free space that uploads leave on the disk of PERSISTENCE_DIR, in MiB; larger ones are refused.',
  ),
  LABEL_STUDIO_URL: variable(
    z.union([z.literal(''), webAddress]),
    '',
    'Address of the Label Studio whose pictures are fetched for its predictions and annotations; empty: only pictures inside the requests are looked at.',
  ),
  LABEL_STUDIO_TOKEN: secret(
    variable(
      z.string().regex(/^[\x21-\x7e]*$/, 'must be a token without spaces'),
      '',
      'Access token (legacy) of a user of that Label Studio; it is sent to LABEL_STUDIO_URL alone.',
    ),
  ),
  RATE_LIMIT_ENABLED: variable(flag, 'true', 'false for load tests.', { test: 'false' }),
  RATE_LIMIT_STORAGE_URL: secret(
    variable(
      redisOrMemory,
      'memory://',
      'memory://, or redis://host:port to share counts between instances.',
    ),
  ),
  RATE_LIMIT_PREDICT_PER_MINUTE: variable(integer(1, 1_000_000), '30', 'Single predictions.'),
  RATE_LIMIT_BATCH_PER_MINUTE: variable(integer(1, 1_000_000), '10', 'Batch predictions.'),
  RATE_LIMIT_UPLOAD_PER_HOUR: variable(
    integer(0, 1_000_000),
    '0',
    'Uploads of training data that save something; 0: as many as their size allows.',
  ),
  RATE_LIMIT_UPLOAD_MIB_PER_HOUR: variable(
    integer(1, 100_000_000),
    '16384',
    'MiB of such uploads.',
  ),
  RATE_LIMIT_UPLOAD_PICTURES_PER_HOUR: variable(
    integer(1, 1_000_000_000),
    '100000',
    'Pictures that they save.',
  ),
  RATE_LIMIT_EVALUATE_PER_HOUR: variable(integer(1, 1_000_000), '5', 'Evaluations of a version.'),
  RATE_LIMIT_DOWNLOAD_PER_MINUTE: variable(
    integer(1, 1_000_000),
    '10',
    'Exports of predictions and samples, downloads of versions.',
  ),
  RATE_LIMIT_COMPARE_PER_MINUTE: variable(
    integer(1, 1_000_000),
    '30',
    'Comparisons of versions, as numbers, page or chart.',
  ),
  RATE_LIMIT_LOGS_PER_MINUTE: variable(
    integer(1, 1_000_000),
    '120',
    'Looks at the log, or at the page that shows it.',
  ),
  RATE_LIMIT_SEARCH_PER_MINUTE: variable(
    integer(1, 1_000_000),
    '120',
    'Lists of predictions and samples.',
  ),
  RATE_LIMIT_LABEL_PER_MINUTE: variable(
    integer(1, 1_000_000),
    '300',
    'Feedbacks, and changes of labelled samples.',
  ),
  RATE_LIMIT_PROMOTE_PER_MINUTE: variable(
    integer(1, 1_000_000),
    '20',
    'Versions promoted, rolled back or deleted.',
  ),
  RATE_LIMIT_BACKBONES_PER_HOUR: variable(
    integer(1, 1_000_000),
    '30',
    'Networks that versions are made on, added or removed.',
  ),
  RATE_LIMIT_SIGN_IN_PER_MINUTE: variable(
    integer(1, 1_000_000),
    '10',
    'Tries to sign in, or to set up the first administrator.',
  ),
  RATE_LIMIT_WRONG_KEYS_PER_MINUTE: variable(
    integer(1, 1_000_000),
    '60',
    'Requests with a wrong key; beyond it they are answered with 429 rather than 401.',
  ),
  RATE_LIMIT_DEFAULT_PER_MINUTE: variable(
    integer(1, 1_000_000),
    '600',
    'Requests of any other kind; health is never counted.',
  ),
  RATE_LIMIT_PAGES_PER_MINUTE: variable(
    integer(1, 1_000_000),
    '6000',
    "Requests of the service's own pages, which count here and not as predictions, lists, labels, evaluations, retrainings or any other kind.",
  ),
  TRUST_PROXY: variable(
    integer(0, 16),
    '0',
    'Reverse proxies in front, whose X-Forwarded-For is believed.',
  ),
  CORS_ORIGINS: variable(
    origins,
    '',
    'Origins of other sites whose pages may call the API, comma-separated; * for any, empty for none.',
  ),
  MAX_CONNECTIONS: variable(
    integer(1, 1_000_000),
    '2048',
    'Most connections at once; fewer where the system allows few open files (ulimit -n).',
  ),
  MAX_EVENT_STREAMS: variable(
    integer(1, 100_000),
    '500',
    'Most streams of server-sent events at once: one for each page that shows live numbers.',
  ),
  MAX_EVENT_STREAMS_PER_CLIENT: variable(
    integer(1, 100_000),
    '50',
    'Most of them for one client, by its address.',
  ),
  REQUEST_TIMEOUT_MS: variable(
    integer(1000, 3_600_000),
    '120000',
    'Longest a client may take to send its request, in milliseconds.',
  ),
  SHUTDOWN_DELAY_MS: variable(
    integer(0, 600_000),
    '0',
    'How long readiness is false before the port closes, for load balancers, in milliseconds.',
  ),
  SHUTDOWN_TIMEOUT_MS: variable(
    integer(100, 600_000),
    '10000',
    'Longest a shutdown waits for requests in flight, in milliseconds.',
  ),
  LOG_LEVEL: variable(
    z.enum(['error', 'warn', 'info', 'debug']),
    'info',
    'Least severe level that is logged.',
    { test: 'error' },
  ),
  LOG_FILE: place(
    variable(z.string(), 'logs/app.log', 'Log file; empty for console only.', { test: '' }),
  ),
  LOG_FORMAT: variable(z.enum(['json', 'text']), 'text', 'Console format.', { production: 'json' }),
  METRICS: variable(
    flag,
    'on',
    'Whether it counts for Prometheus, and serves the metrics at /metrics.',
  ),
  METRICS_PORT: variable(
    z.union([z.literal('').transform(() => undefined), integer(0, 65535)]),
    '',
    'Port of their own for the metrics, without keys; 0 picks a free one. Empty: the port of the service, for keys with the scope metrics where AUTH is on.',
  ),
  METRICS_HOST: variable(
    z.string().min(1),
    '127.0.0.1',
    'Address of that port; with another than this default, everybody who reaches it reads the metrics.',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable(
    z.union([z.literal(''), webAddress]),
    '',
    'Address of an OpenTelemetry collector that takes OTLP over HTTP, such as http://localhost:4318; empty: requests are not traced.',
  ),
  OTEL_EXPORTER_OTLP_HEADERS: secret(
    variable(
      z.string().regex(/^[\x20-\x7e]*$/, 'must be name=value, comma-separated'),
      '',
      'Headers that it wants, such as a token: name=value, comma-separated.',
    ),
  ),
  OTEL_SERVICE_NAME: variable(
    z.string().min(1).max(255),
    'image-classification',
    'Name of the service in traces.',
  ),
  OTEL_TRACES_SAMPLER: variable(
    z.enum(SAMPLERS),
    'parentbased_always_on',
    'Which requests are traced; those that begin with parentbased_ do as the caller says, where one says it.',
  ),
  OTEL_TRACES_SAMPLER_ARG: variable(
    fraction,
    '1',
    'Share of requests, 0-1, for samplers that end in traceidratio.',
  ),
  RATE_LIMIT_RETRAIN_HEAD_PER_HOUR: variable(
    integer(1, 1_000_000),
    '30',
    'Retrainings of the head.',
  ),
  RATE_LIMIT_RETRAIN_FULL_PER_HOUR: variable(
    integer(1, 1_000_000),
    '1',
    'Retrainings of every layer.',
  ),
  MODEL_PROMOTION: variable(
    z.enum(['auto', 'manual']),
    'auto',
    'auto: a retrained version that passes its gate takes over; manual: it waits to be promoted.',
  ),
  RETRAINING_MAX_ACCURACY_LOSS: variable(
    fraction,
    '0.005',
    'Accuracy on the known classes, 0-1, that a retrained version may lose.',
  ),
  RETRAINING_EPOCHS: variable(integer(1, 1000), '10', 'Epochs of a full retraining.'),
  RETRAINING_BATCH_SIZE: variable(integer(2, 10_000), '500', 'Images a step of a full retraining.'),
  AUTO_RETRAIN_SAMPLES: variable(
    integer(0, 1_000_000),
    '0',
    'New labelled samples that start a head retraining by themselves; 0: never.',
  ),
  AUTO_RETRAIN_FEEDBACK_ACCURACY: variable(
    fraction,
    '0',
    'Share of correct predictions, by the last 100 feedbacks, below which one starts; 0: never.',
  ),
  AUTO_RETRAIN_CRON: variable(
    z.string().refine(isSchedule, 'must be a cron expression such as 0 3 * * *'),
    '',
    'When one starts, as cron writes it, in the time zone of the service; empty: never.',
  ),
  AUTO_RETRAIN_MIN_INTERVAL_MINUTES: variable(
    integer(1, 1_000_000),
    '60',
    'Least time between the last retraining and one that starts by itself.',
  ),
  DRIFT_WINDOW_PICTURES: variable(
    integer(100, 1_000_000),
    '500',
    'Pictures after which it is asked whether they look like those that the version learned from.',
  ),
  DRIFT_WINDOW_HOURS: variable(
    integer(1, 8760),
    '24',
    'Hours after which it is asked of fewer pictures.',
  ),
  DEFAULT_EPOCHS: variable(integer(1, 10_000), '10', 'Epochs of `npm run train`.'),
  DEFAULT_BATCH_SIZE: variable(integer(1, 100_000), '500', 'Images a training step.'),
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof VARIABLES;
