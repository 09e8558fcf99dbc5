import { retrainStatus } from '../../../../../src/http/api/training/retrain';
import { retrainStatusAnswerSchema } from '../../../../../src/http/api/training/jobs-schema';
import type { Job, JobState } from '../../../../../src/store/jobs/job';
import { apiOf } from '../../../../support/api-of';
import { noJobs } from '../../../../support/idle-desks';
import { madeUpJob } from '../../../../support/made-up-job';

const JOB = madeUpJob({
  state: 'queued',
  startedAt: 1000,
  progress: { phase: 'training', done: 0, total: 0 },
});

async function statusOf(
  changes: Partial<Job> | undefined,
): Promise<ReturnType<typeof retrainStatusAnswerSchema.parse>> {
  const job = changes && { ...JOB, ...changes };
  const jobs = { ...noJobs(), latest: () => Promise.resolve(job) };
  const { body } = await apiOf([retrainStatus], { jobs }).get('/api/retrain/status').expect(200);
  return retrainStatusAnswerSchema.parse(body);
}

describe('GET /api/retrain/status', () => {
  it.each<[JobState, string, boolean]>([
    ['queued', 'in_progress', true],
    ['running', 'in_progress', true],
    ['evaluating', 'in_progress', true],
    ['succeeded', 'completed', false],
    ['rejected', 'failed', false],
    ['failed', 'failed', false],
    ['cancelled', 'failed', false],
  ])('says of a job that is %s: %s', async (state, status, isRetraining) => {
    const answer = await statusOf({ state });
    expect(answer).toMatchObject({ is_retraining: isRetraining, status: { status, state } });
    expect(answer.status.error !== null).toBe(status === 'failed');
  });

  it('is idle before there was any', async () => {
    const { status } = await statusOf(undefined);
    expect(status).toMatchObject({ status: 'idle', state: 'idle', error: null });
  });

  it('keeps the reason of a failure', async () => {
    const { status } = await statusOf({ state: 'failed', error: 'the disk is full' });
    expect(status.error).toBe('the disk is full');
  });

  it('has a final accuracy with and without epochs', async () => {
    const head = await statusOf({ state: 'succeeded', accuracy: 0.9 });
    expect(head.status).toMatchObject({ final_accuracy: 0.9, final_val_accuracy: 0.9 });
    const epoch = { epoch: 1, loss: 1, accuracy: 0.8, val_accuracy: 0.7, seconds: 1 };
    const full = await statusOf({ state: 'succeeded', accuracy: 0.75, epochs: [epoch] });
    expect(full.status).toMatchObject({ final_accuracy: 0.8, final_val_accuracy: 0.75 });
    expect((await statusOf({ state: 'running' })).status.final_accuracy).toBeNull();
  });
});
