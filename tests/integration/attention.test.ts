import { attentionAnswerSchema } from '../../src/http/api/predictions/attention-schema';
import { startApplication, type StartedApplication } from '../support/start-application';
import { jpeg } from '../support/images';

let application: StartedApplication;
afterEach(() => application.end());

async function predict(): Promise<string> {
  const { body } = await application.api
    .post('/api/predict')
    .attach('file', await jpeg(), 'picture.jpg')
    .expect(200);
  return (body as { id: string }).id;
}

describe('GET /api/predictions/:id/attention', () => {
  it('says where the network looks in the picture of a prediction', async () => {
    application = await startApplication();
    const id = await predict();
    const { body } = await application.api.get(`/api/predictions/${id}/attention`).expect(200);
    const map = attentionAnswerSchema.parse(body);
    const { body: prediction } = await application.api.get(`/api/predictions/${id}`).expect(200);
    expect(map.predicted_class).toBe((prediction as { predicted_class: string }).predicted_class);
  });

  it('leaves no trace in the history', async () => {
    application = await startApplication();
    const id = await predict();
    await application.api.get(`/api/predictions/${id}/attention`).expect(200);
    const { body } = await application.api.get('/api/predictions').expect(200);
    expect((body as { predictions: unknown[] }).predictions).toHaveLength(1);
  });

  it('refuses what is not there, or not kept', async () => {
    application = await startApplication({ STORE_PREDICTION_IMAGES: 'false' });
    const id = await predict();
    const gone = await application.api.get(`/api/predictions/${id}/attention`).expect(410);
    expect(gone.body).toMatchObject({ code: 'IMAGE_NOT_KEPT' });
    const nothing = await application.api.get('/api/predictions/nothing/attention').expect(404);
    expect(nothing.body).toMatchObject({ code: 'PREDICTION_NOT_FOUND' });
  });

  it('counts against a limit of its own', async () => {
    application = await startApplication({
      RATE_LIMIT_ENABLED: 'true',
      RATE_LIMIT_PREDICT_PER_MINUTE: '1',
    });
    const id = await predict();
    await application.api.get(`/api/predictions/${id}/attention`).expect(200);
    await application.api.get(`/api/predictions/${id}/attention`).expect(429);
  });
});
