import { predictionAnswerSchema } from '../../src/http/api/predictions/prediction-schema';
import { colourPng } from '../support/colour-png';
import { startLabelledService, type LabelledService } from '../support/labelled-service';
import { startApplication, type StartedApplication } from '../support/start-application';

/** Two instances on one store, as behind a load balancer that sends every request elsewhere. */
describe('a prediction that one instance answered', () => {
  let first: LabelledService;
  let second: StartedApplication;
  beforeAll(async () => {
    first = await startLabelledService();
    second = await startApplication({ PERSISTENCE_DIR: first.persistence });
  }, 60_000);
  afterAll(async () => {
    await second.end();
    await first.end();
  });

  it('is found by the other one at once, with its picture, and takes feedback there', async () => {
    for (let i = 0; i < 15; i += 1) {
      const { id } = await first.predict(colourPng([i * 16, 0, 0]));
      await second.api.get(`/api/predictions/${id}/image`).expect(200);
      await second.api.post(`/api/predictions/${id}/feedback`).send({ label: 'Fox' }).expect(200);
      await second.api.get(`/api/predictions/${id}`).expect(200);
    }
  });

  it('is found when it was one of a batch, or of many at once', async () => {
    const batch = first.api.post('/api/predict/batch');
    for (let i = 0; i < 20; i += 1) {
      batch.attach('files', colourPng([0, i * 12, 0]), `${i}.png`);
    }
    const { body } = await batch.expect(200);
    const { predictions } = body as { predictions: { id: string }[] };
    const single = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const answer = await first.api
          .post('/api/predict')
          .attach('file', colourPng([0, 0, i * 12]), 'image.png')
          .expect(200);
        const { id } = predictionAnswerSchema.parse(answer.body);
        return second.api.get(`/api/predictions/${id}/image`);
      }),
    );
    expect(new Set(single.map(({ status }) => status))).toEqual(new Set([200]));
    for (const { id } of predictions) {
      await second.api.get(`/api/predictions/${id}/image`).expect(200);
    }
  });
});
