import type { SettingInForce } from '../config/in-force';
import type { Classifier } from '../inference/classification';
import type { DiskSpace } from '../observability/disk-space';
import type { LogLevel } from '../observability/logger';
import type { StoreSizes } from '../observability/store-sizes';
import { LOG_LEVELS, type RecentLine } from '../observability/recent-lines';
import { count, duration, fileSize, moment } from './format';
import { shell, type Shell } from './shell';
import { STRINGS, text } from './strings/strings';
import { SYSTEM_STRINGS } from './strings/system';

/** The process and what it runs on. */
export interface MachineNumbers {
  /** `linux x64` */
  readonly platform: string;
  readonly processor: string;
  readonly cores: number;
  /** Mean number of busy cores in the last minute. */
  readonly load: number;
  readonly totalMemoryBytes: number;
  readonly freeMemoryBytes: number;
  /** Resident memory of this process. */
  readonly processMemoryBytes: number;
  readonly nodeVersion: string;
  readonly processId: number;
}

/** What the service shows as its certificate. */
export interface CertificateNumbers {
  readonly validUntil: Date;
  /** Whether clients need a certificate, too. */
  readonly asksClients: boolean;
}

export interface SystemSource {
  readonly machine: MachineNumbers;
  readonly disk: DiskSpace;
  /** undefined until they were measured */
  readonly stores: StoreSizes | undefined;
  /** undefined where the service speaks plain HTTP */
  readonly certificate: CertificateNumbers | undefined;
  /** undefined while the model loads */
  readonly classifier:
    Pick<Classifier, 'engine' | 'engineReason' | 'precision' | 'load'> | undefined;
  readonly isNativeInstalled: boolean;
  readonly settings: readonly SettingInForce[];
  readonly areLimitsOn: boolean;
  readonly level: LogLevel;
  readonly lines: readonly RecentLine[];
  readonly startedAt: Date;
  readonly now: Date;
  readonly release: string;
}

/** What the page shows, in words. */
export interface SystemView {
  readonly shell: Shell;
  readonly tiles: readonly {
    readonly name: string;
    readonly value: string;
    readonly note: string;
  }[];
  readonly engines: readonly {
    readonly task: string;
    readonly engine: string;
    readonly reason: string;
  }[];
  /** undefined where there are none */
  readonly limits: readonly { readonly what: string; readonly allowed: string }[] | undefined;
  readonly settings: readonly SettingRow[];
  readonly levels: readonly {
    readonly href: string;
    readonly label: string;
    readonly isCurrent: boolean;
  }[];
  readonly lines: readonly LineView[];
  readonly links: readonly { readonly href: string; readonly label: string }[];
}

interface SettingRow {
  readonly name: string;
  readonly value: string;
  readonly isSet: boolean;
  readonly description: string;
}

interface LineView {
  readonly number: number;
  readonly time: string;
  readonly level: string;
  readonly message: string;
  readonly fields: string;
}

/** Lines of the log on the page. */
export const SHOWN_LINES = 100;

const LIMIT = /^RATE_LIMIT_.+_PER_(MINUTE|HOUR)$/;

/** Puts the service itself into words. */
export function systemPage(source: SystemSource): SystemView {
  const { settings, level, lines } = source;
  return {
    shell: shell({
      page: 'system',
      release: source.release,
      styles: ['status', 'system'],
      strings: SYSTEM_STRINGS,
      data: { logLevel: level, logLines: SHOWN_LINES, lastLine: lines.at(-1)?.number ?? 0 },
    }),
    tiles: tilesOf(source),
    engines: enginesOf(source),
    limits: source.areLimitsOn ? limitsOf(settings) : undefined,
    settings: settings.map(({ name, value, isDefault, description }) => ({
      name,
      value: value === '' ? STRINGS.systemEmpty : value,
      isSet: !isDefault,
      description,
    })),
    levels: LOG_LEVELS.map((name) => ({
      href: `/system?level=${name}#log`,
      label: STRINGS[`systemLevel_${name}`],
      isCurrent: name === level,
    })),
    lines: lines.map(lineView),
    links: [
      { href: '/api/health', label: STRINGS.systemLinkHealth },
      { href: '/api/health/ready', label: STRINGS.systemLinkReady },
      { href: '/api/model/info', label: STRINGS.systemLinkModel },
      { href: '/api/statistics', label: STRINGS.systemLinkStatistics },
      { href: '/api/overview', label: STRINGS.systemLinkOverview },
      { href: `/api/logs?level=${level}`, label: STRINGS.systemLinkLog },
    ],
  };
}

function tilesOf({
  machine,
  disk,
  stores,
  certificate,
  startedAt,
  now,
  release,
}: SystemSource): SystemView['tiles'] {
  const { cores } = machine;
  return [
    {
      name: STRINGS.systemRelease,
      value: release,
      note: text('systemNode', { version: machine.nodeVersion, pid: machine.processId }),
    },
    {
      name: STRINGS.systemMachine,
      value: text('systemCores', { count: cores }),
      note: [
        text('systemLoad', { load: machine.load.toFixed(1) }),
        `${machine.processor}, ${machine.platform}`,
      ].join(' · '),
    },
    {
      name: STRINGS.systemMemory,
      value: fileSize(machine.processMemoryBytes),
      note: text('systemMemoryRest', {
        total: gigabytes(machine.totalMemoryBytes),
        free: gigabytes(machine.freeMemoryBytes),
      }),
    },
    {
      name: STRINGS.systemDisk,
      value: text('systemDiskValue', { free: gigabytes(disk.freeBytes) }),
      note: text('systemDiskRest', { total: gigabytes(disk.totalBytes) }),
    },
    ...(stores === undefined ? [] : [storesTile(stores)]),
    ...(certificate === undefined ? [] : [certificateTile(certificate, now)]),
    {
      name: STRINGS.systemUptime,
      value: duration(now.getTime() - startedAt.getTime()),
      note: text('uptimeSince', { time: moment(startedAt) }),
    },
  ];
}

function storesTile({ database, samples, models }: StoreSizes): SystemView['tiles'][number] {
  return {
    name: STRINGS.systemStores,
    value: fileSize(database + samples + models),
    note: text('systemStoresParts', {
      database: fileSize(database),
      samples: fileSize(samples),
      models: fileSize(models),
    }),
  };
}

function certificateTile(
  { validUntil, asksClients }: CertificateNumbers,
  now: Date,
): SystemView['tiles'][number] {
  const until = validUntil > now ? 'systemTlsUntil' : 'systemTlsExpired';
  return {
    name: STRINGS.systemTls,
    value: STRINGS.systemTlsOn,
    note: [
      text(until, { day: validUntil.toISOString().slice(0, 10) }),
      ...(asksClients ? [STRINGS.systemTlsClients] : []),
    ].join(' · '),
  };
}

function enginesOf({ classifier, isNativeInstalled }: SystemSource): SystemView['engines'] {
  const workers = classifier?.load.workers ?? 0;
  return [
    {
      task: STRINGS.systemPredicting,
      engine:
        classifier === undefined
          ? STRINGS.systemPredictingNone
          : text('systemPredictingValue', {
              engine: classifier.engine,
              precision: classifier.precision,
              workers: text('systemThreads', { count: workers }),
            }),
      reason: classifier?.engineReason ?? '',
    },
    {
      task: STRINGS.systemHead,
      engine: STRINGS.systemHeadEngine,
      reason: STRINGS.systemHeadReason,
    },
    isNativeInstalled
      ? {
          task: STRINGS.systemFull,
          engine: STRINGS.systemFullNative,
          reason: STRINGS.systemFullNativeReason,
        }
      : {
          task: STRINGS.systemFull,
          engine: STRINGS.systemFullWasm,
          reason: STRINGS.systemFullWasmReason,
        },
  ];
}

function limitsOf(settings: readonly SettingInForce[]): { what: string; allowed: string }[] {
  return settings.flatMap(({ name, value, description }) => {
    const window = LIMIT.exec(name)?.[1];
    if (window === undefined || Number(value) === 0) return [];
    const words = window === 'MINUTE' ? 'systemPerMinute' : 'systemPerHour';
    return [
      {
        what: description.replace(/\.$/, ''),
        allowed: text(words, { count: count(Number(value)) }),
      },
    ];
  });
}

function lineView({ number, timestamp, level, message, fields }: RecentLine): LineView {
  return {
    number,
    time: timestamp.slice(11, 23),
    level,
    message,
    fields: Object.entries(fields)
      .map(([name, value]) => `${name}=${spell(value)}`)
      .join(' '),
  };
}

/** An error's stack stays in the log file: here its message is enough. */
function spell(value: unknown): string {
  if (typeof value === 'string') return value;
  const isError = typeof value === 'object' && value !== null && 'stack' in value;
  return isError && 'message' in value ? String(value.message) : JSON.stringify(value);
}

/** `23.4 GB` */
function gigabytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)}\u00a0GB`;
}
