import type { StoreTables } from '../store-tables';

/** How a store's method is carried out. */
export interface Access {
  /** `writer`: in order with all other changes. `reader`: on a connection that changes nothing. */
  readonly thread: 'writer' | 'reader';
  /** How long it waits for the write lock of another process, in milliseconds. */
  readonly lockWaitMs: number;
  /** Calls that are short go before those that may look at thousands of rows. */
  readonly isLong?: boolean;
}

const read: Access = { thread: 'reader', lockWaitMs: 5000 };
const scan: Access = { thread: 'reader', lockWaitMs: 5000, isLong: true };
/** A client waits for it. */
const write: Access = { thread: 'writer', lockWaitMs: 5000 };
/** What is not written stays queued and is tried again, so it does not keep others waiting. */
const record: Access = { thread: 'writer', lockWaitMs: 1000 };
/** A retraining that has worked for minutes is worth waiting for. */
const work: Access = { thread: 'writer', lockWaitMs: 60_000 };

/** The access of every method of every store. */
export const ACCESS: {
  readonly [Table in keyof StoreTables]: Readonly<Record<keyof StoreTables[Table], Access>>;
} = {
  predictions: {
    insert: record,
    find: read,
    look: scan,
    statistics: read,
    activity: read,
    timeOfNewest: scan,
    prune: record,
  },
  images: {
    insert: record,
    addThumbnail: record,
    find: read,
    file: read,
    kept: read,
    totals: read,
    prune: record,
  },
  samples: {
    put: write,
    find: read,
    findFile: read,
    stored: read,
    pixels: read,
    thumbnail: read,
    changes: read,
    list: scan,
    count: scan,
    changesSince: scan,
    labels: read,
    rekeyLabels: write,
    keepLearnable: write,
    idsOfClass: read,
    renameClass: write,
    followRenames: read,
    retireLabel: write,
    toTakeOver: read,
    takeOver: write,
    relabel: write,
    moveToTraining: write,
    delete: write,
  },
  feedback: { record: write, accuracy: read },
  jobs: {
    create: write,
    find: read,
    open: read,
    latest: read,
    latestIn: read,
    list: read,
    claim: work,
    heartbeat: work,
    release: work,
    change: work,
    requestCancel: write,
    record: work,
    events: read,
    logTail: read,
  },
  activations: {
    record: write,
    recordStart: write,
    recordSuccessor: write,
    latest: read,
    list: read,
  },
  keys: {
    add: write,
    list: read,
    live: read,
    change: write,
    addSecret: write,
    markRequest: write,
    forgetRequests: record,
    revoke: write,
    touch: record,
  },
  people: {
    add: write,
    addExternal: write,
    list: read,
    findByName: read,
    change: write,
    remove: write,
    hasAdmin: read,
    addSetupToken: write,
    useSetupToken: write,
    addSession: write,
    sessions: read,
    seeSession: record,
    endSession: write,
    endSessionsOf: write,
    endSessionsOfSubject: write,
    disabledSubjects: read,
  },
  signIns: { add: write, take: write },
  audit: { append: record, list: scan, after: scan },
  drift: { add: record, windows: read, judged: scan },
  alerts: { raise: record, clear: record, open: read, latest: read, expire: record, prune: record },
  webhooks: {
    add: write,
    find: read,
    list: read,
    change: write,
    remove: write,
    enqueue: record,
    isDue: read,
    claim: record,
    settle: record,
    deliveries: read,
    abandon: write,
    prune: record,
  },
};
