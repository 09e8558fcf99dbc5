import { openIdentities, type Identities } from '../../src/auth/identities';
import { SecretBox } from '../../src/auth/secret-box';
import type { PeopleStore } from '../../src/store/people/person';
import { recordingLogger } from './recording-logger';

const refuse = (): Promise<never> => Promise.reject(new Error('a test knows nobody'));

/** There is nobody. */
export function noPeople(): PeopleStore {
  return {
    add: refuse,
    addExternal: refuse,
    list: () => Promise.resolve([]),
    findByName: () => Promise.resolve(undefined),
    change: () => Promise.resolve('missing'),
    remove: () => Promise.resolve('missing'),
    hasAdmin: () => Promise.resolve(false),
    addSetupToken: refuse,
    useSetupToken: () => Promise.resolve(false),
    addSession: refuse,
    sessions: () => Promise.resolve([]),
    seeSession: refuse,
    endSession: () => Promise.resolve(),
    endSessionsOf: () => Promise.resolve(),
    endSessionsOfSubject: () => Promise.resolve(),
    disabledSubjects: () => Promise.resolve([]),
  };
}

/** Nobody is known, and nobody can be added. */
export function noIdentities(): Identities {
  return openIdentities({
    keys: {
      add: refuse,
      list: () => Promise.resolve([]),
      live: () => Promise.resolve([]),
      change: () => Promise.resolve(false),
      addSecret: () => Promise.resolve(false),
      markRequest: refuse,
      forgetRequests: refuse,
      revoke: () => Promise.resolve(false),
      touch: refuse,
    },
    people: noPeople(),
    box: new SecretBox('a secret of a service in a test, 32 characters'),
    sessionIdleMs: 60_000,
    sessionMaxMs: 3_600_000,
    now: () => new Date('2026-01-01T01:30:00Z'),
    monotonicMs: () => performance.now(),
    newId: () => 'id',
    logger: recordingLogger(),
  });
}
