import type { ActivationCause, ActivationStore } from '../store/activations/activation';
import type { JobStore } from '../store/jobs/job';
import type { AlertDesk } from './alert-desk';

type Tell = Pick<AlertDesk, 'tell'>;
type TellOfVersions = Pick<AlertDesk, 'tell' | 'endOthers'>;

const CAUSES: Readonly<Record<ActivationCause, string>> = {
  start: 'the service started with it',
  manual: 'somebody promoted it',
  gate: 'it passed the gate of its training',
  rollback: 'the version after it was taken back',
  successor: 'it takes the place of a version that is not there any more',
};

/** The activations; webhooks are told of each one that is recorded. */
export function activationsTold(store: ActivationStore, desk: TellOfVersions): ActivationStore {
  const told = async (
    version: string,
    cause: ActivationCause,
    job: string | null,
  ): Promise<void> => {
    await desk.tell('version.promoted', {
      subject: version,
      text: `The version ${version} answers now: ${CAUSES[cause]}.`,
      data: { version, cause, job },
    });
    await desk.endOthers('drift', version);
  };
  return {
    ...store,
    async record(version, activatedAt, reason) {
      const activation = await store.record(version, activatedAt, reason);
      await told(version, reason.cause, reason.job ?? null);
      return activation;
    },
    async recordSuccessor(version, before, activatedAt) {
      await store.recordSuccessor(version, before, activatedAt);
      const latest = await store.latest();
      const isOurs = latest?.version === version && latest.activatedAt === activatedAt;
      if (isOurs) await told(version, 'successor', null);
    },
  };
}

/** The jobs; webhooks are told of each one that is over. */
export function jobsTold(store: JobStore, desk: Tell): JobStore {
  return {
    ...store,
    async change(id, changes) {
      const job = await store.change(id, changes);
      // One that was over before has been told of.
      if (job === undefined) return undefined;
      const { state, version = null, accuracy = null, error = null } = changes;
      const data = { job: id, version, accuracy };
      if (state === 'succeeded') {
        const text = `The training ${id} is over and has made the version ${version ?? ''}.`;
        await desk.tell('job.succeeded', { subject: id, text, data });
      } else if (state === 'rejected') {
        const text = `The training ${id} is over; its gate has rejected the version ${version ?? ''}.`;
        await desk.tell('job.rejected', { subject: id, text, data });
      } else if (state === 'failed') {
        const text = `The training ${id} has failed: ${error ?? 'for no known reason'}.`;
        await desk.tell('job.failed', { subject: id, text, data });
      }
      return job;
    },
  };
}
