import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  jobAnswerSchema,
  jobDetailAnswerSchema,
  jobsAnswerSchema,
  retrainAnswerSchema,
  retrainStatusAnswerSchema,
  type JobAnswer,
} from '../../src/http/api/training/jobs-schema';
import { childProcess, noChildProcess } from '../support/child-processes';
import { colourPng } from '../support/colour-png';
import {
  startLabelledService,
  withRequests,
  type LabelledService,
} from '../support/labelled-service';

/** A checkout may have CIFAR-10 in its folder of data. */
const WITHOUT_CIFAR = { DATA_DIR: 'is-not-there' };

let service: LabelledService;
beforeEach(async () => {
  service = await startLabelledService(WITHOUT_CIFAR);
});
afterEach(() => service.end());

/** Yellow in many shades: the tiny network knows red, green and blue. */
const yellow = (n: number): Buffer => colourPng([220 + (n % 30), 200 + ((n * 7) % 50), n % 20]);

async function uploadYellow(count: number): Promise<void> {
  await service.save(
    Array.from({ length: count }, (_, i) => ({ name: `yellow-${i}.png`, content: yellow(i) })),
    ['Yellow'],
  );
}

async function retrain(body: object = {}): Promise<string> {
  const answer = await service.api.post('/api/retrain').send(body).expect(202);
  return retrainAnswerSchema.parse(answer.body).job_id;
}

async function over(id: string): Promise<JobAnswer> {
  for (;;) {
    const { body } = await service.api.get(`/api/jobs/${id}`).expect(200);
    const job = jobDetailAnswerSchema.parse(body);
    if (['succeeded', 'rejected', 'failed', 'cancelled'].includes(job.state)) return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function status(): Promise<ReturnType<typeof retrainStatusAnswerSchema.parse>> {
  return retrainStatusAnswerSchema.parse(
    (await service.api.get('/api/retrain/status').expect(200)).body,
  );
}

describe('retraining the head', () => {
  it('learns a new class from uploads, takes over, and can be taken back', async () => {
    expect((await service.predict(yellow(99))).predicted_class).not.toBe('Yellow');
    await uploadYellow(30);
    expect((await status()).is_retraining).toBe(false);
    const id = await retrain();
    const job = await over(id);
    expect(job).toMatchObject({
      state: 'succeeded',
      mode: 'head',
      base_version: 'tiny',
      error: null,
    });
    expect(job.gate).toMatchObject({ verdict: 'passed', compared_with: 'tiny' });

    const answer = await service.predict(yellow(99));
    expect(answer).toMatchObject({
      predicted_class: 'Yellow',
      model_version: job.model_version,
      uncertain: false,
    });
    expect((await service.predict(colourPng([250, 5, 5]))).predicted_class).toBe('Red');
    expect(await status()).toMatchObject({
      is_retraining: false,
      status: {
        status: 'completed',
        state: 'succeeded',
        final_accuracy: job.accuracy,
        final_val_accuracy: job.accuracy,
        error: null,
      },
      job_id: id,
    });
    const { body: dataset } = await service.api.get('/api/dataset').expect(200);
    expect(dataset).toMatchObject({ since_last_training: { samples: 0 }, total: 30 });

    await service.api.post('/api/models/rollback').expect(200);
    const back = await service.predict(yellow(99));
    expect(back).toMatchObject({ model_version: 'tiny' });
    expect(back.predicted_class).not.toBe('Yellow');
  });

  it('learns from a correction', async () => {
    const dark = (n: number): Buffer => colourPng([60 + n, 50 - n, 50 - n]);
    for (let n = 0; n < 20; n++) {
      const { id, predicted_class: before } = await service.predict(dark(n), `dark-${n}.png`);
      expect(before).toBe('Red');
      await service.say(id, { label: 'Blue' }).expect(200);
    }
    expect((await over(await retrain())).state).toBe('succeeded');
    expect((await service.predict(colourPng([70, 45, 45]))).predicted_class).toBe('Blue');
    expect((await service.predict(colourPng([220, 10, 10]))).predicted_class).toBe('Red');
  });

  it('tells what happens as events, and goes on where a client left off', async () => {
    await uploadYellow(12);
    const server = createServer(service.handler);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const id = await retrain();
      const events = await eventsOf(server, `/api/jobs/${id}/events`);
      expect(events[0]).toMatchObject({ event: 'state', data: { state: 'queued' } });
      const states = events.filter(({ event }) => event === 'state').map(({ data }) => data.state);
      expect(states).toEqual(['queued', 'running', 'evaluating', 'succeeded']);
      expect(events.some(({ event }) => event === 'log')).toBe(true);
      const last = events.at(-1)!;
      expect(last.event).toBe('end');
      expect(jobAnswerSchema.parse(last.data).state).toBe('succeeded');

      const seen = events[2]!.id!;
      const rest = await eventsOf(server, `/api/jobs/${id}/events`, seen);
      expect(rest.map(({ id }) => id)).toEqual(events.slice(3).map(({ id }) => id));
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('is never done twice at once', async () => {
    await uploadYellow(12);
    const answers = await Promise.all(
      [1, 2, 3].map(() => service.api.post('/api/retrain').send({})),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({
      code: 'RETRAINING_RUNNING',
    });
    const { job_id: id } = retrainAnswerSchema.parse(
      answers.find(({ status }) => status === 202)!.body,
    );
    expect((await over(id)).state).toBe('succeeded');
  });

  it('leaves what was promoted while it ran, and its own version as a candidate', async () => {
    await uploadYellow(12);
    const first = await over(await retrain());
    const id = await retrain();
    await service.api.post('/api/models/tiny/promote').expect(200);
    const job = await over(id);
    expect(job).toMatchObject({ state: 'succeeded', base_version: first.model_version });
    expect(job.gate).toMatchObject({ verdict: 'passed', compared_with: first.model_version });
    expect((await service.predict(yellow(99))).model_version).toBe('tiny');
    const { body } = await service.api.get(`/api/jobs/${id}`).expect(200);
    expect(jobDetailAnswerSchema.parse(body).log_tail.at(-1)?.line).toContain(
      'tiny was made active',
    );
    await service.api.post(`/api/models/${job.model_version}/promote`).expect(200);
  });

  it('fails with a reason when its process is killed, and leaves nothing behind', async () => {
    await uploadYellow(12);
    const id = await retrain();
    process.kill(await childProcess('retrain.process'), 'SIGKILL');
    const job = await over(id);
    expect(job).toMatchObject({ state: 'failed', model_version: null });
    expect(job.error).toMatch(/SIGKILL/);
    expect((await service.predict(yellow(1))).model_version).toBe('tiny');
    expect((await over(await retrain())).state).toBe('succeeded');
  });

  it('ends when it is cancelled', async () => {
    await uploadYellow(12);
    const id = await retrain();
    await service.api.post(`/api/jobs/${id}/cancel`).expect(202);
    expect((await over(id)).state).toBe('cancelled');
    await service.api
      .post(`/api/jobs/${id}/cancel`)
      .expect(409)
      .expect(({ body }) => expect(body).toMatchObject({ code: 'JOB_OVER' }));
    await noChildProcess('retrain.process');
    expect((await service.predict(yellow(1))).model_version).toBe('tiny');
  });

  it('is taken up again after a restart', async () => {
    await uploadYellow(12);
    const id = await retrain();
    service = withRequests(await service.restart(), service.persistence);
    expect(await over(id)).toMatchObject({ state: 'succeeded' });
  });

  it('is limited by the mode, and what is refused for another reason does not count', async () => {
    await service.end();
    service = await startLabelledService({
      RATE_LIMIT_ENABLED: 'true',
      RATE_LIMIT_RETRAIN_HEAD_PER_HOUR: '1',
      RATE_LIMIT_RETRAIN_FULL_PER_HOUR: '1',
      ...WITHOUT_CIFAR,
    });
    const ask = async (body: object): Promise<unknown> => {
      const answer = await service.api.post('/api/retrain').send(body);
      return (answer.body as { code?: string }).code ?? answer.status;
    };
    expect(await ask({})).toBe('NOTHING_TO_LEARN');
    expect(await ask({ mode: 'full' })).toBe('NOTHING_TO_LEARN');
    await uploadYellow(12);
    expect(await ask({})).toBe(202);
    expect(await ask({})).toBe('RETRAINING_RUNNING');
    const { job_id: id } = await status();
    await over(id!);
    expect(await ask({})).toBe('RATE_LIMITED');
    expect(await ask({ mode: 'full' })).toBe('NOTHING_TO_LEARN'); // a limit of its own
  });

  it('lists its jobs, the newest first', async () => {
    await uploadYellow(12);
    const first = await retrain();
    await over(first);
    const second = await retrain();
    await over(second);
    const { body } = await service.api.get('/api/jobs?limit=1').expect(200);
    const page = jobsAnswerSchema.parse(body);
    expect(page.jobs.map(({ id }) => id)).toEqual([second]);
    const { body: rest } = await service.api
      .get(`/api/jobs?cursor=${page.next_cursor}`)
      .expect(200);
    expect(jobsAnswerSchema.parse(rest).jobs.map(({ id }) => id)).toEqual([first]);
  });

  it.each<[string, object | string, number, string]>([
    ['without anything to learn from', {}, 409, 'NOTHING_TO_LEARN'],
    ['in full without CIFAR-10', { mode: 'full' }, 409, 'NOTHING_TO_LEARN'],
    ['in an unknown mode', { mode: 'half' }, 400, 'INVALID_BODY'],
    ['with no epochs', { mode: 'full', epochs: 0 }, 400, 'INVALID_BODY'],
    ['with settings that the head does not have', { epochs: 3 }, 400, 'INVALID_BODY'],
    ['with an unknown field', { mode: 'head', colour: 'red' }, 400, 'INVALID_BODY'],
    ['with a list', [], 400, 'INVALID_BODY'],
    ['with broken JSON', '{', 400, 'INVALID_JSON'],
  ])('is refused %s', async (_, body, code, name) => {
    const answer = await service.api
      .post('/api/retrain')
      .set('Content-Type', 'application/json')
      .send(typeof body === 'string' ? body : JSON.stringify(body))
      .expect(code);
    expect(answer.body).toMatchObject({ code: name });
    expect((await status()).job_id).toBeNull();
  });

  it.each(['/api/jobs/none', '/api/jobs/none/events'])('knows no job at %s', async (path) => {
    const { body } = await service.api.get(path).expect(404);
    expect(body).toMatchObject({ code: 'JOB_NOT_FOUND' });
  });
});

describe('retraining with MODEL_PROMOTION=manual', () => {
  it('leaves the version as a candidate', async () => {
    await service.end();
    service = await startLabelledService({ MODEL_PROMOTION: 'manual' });
    await uploadYellow(12);
    const job = await over(await retrain());
    expect(job.state).toBe('succeeded');
    expect((await service.predict(yellow(99))).model_version).toBe('tiny');
    await service.api.post(`/api/models/${job.model_version}/promote`).expect(200);
    expect((await service.predict(yellow(99))).predicted_class).toBe('Yellow');
  });
});

interface Told {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** Reads a stream of events until it ends. */
function eventsOf(server: Server, path: string, lastEventId?: string): Promise<Told[]> {
  const { port } = server.address() as AddressInfo;
  const headers = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId };
  return new Promise((resolve, reject) => {
    const asked = request({ port, path, headers }, (response) => {
      let text = '';
      expect(response.headers['content-type']).toMatch(/^text\/event-stream/);
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(parseEvents(text)));
    });
    asked.on('error', reject).end();
  });
}

function parseEvents(text: string): Told[] {
  return text
    .split('\n\n')
    .filter((block) => block.includes('event: '))
    .map((block) => {
      const field = (name: string): string | undefined =>
        new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      return {
        id: field('id'),
        event: field('event')!,
        data: JSON.parse(field('data')!) as Record<string, unknown>,
      };
    });
}
