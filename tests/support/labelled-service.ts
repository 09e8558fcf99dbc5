import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type supertest from 'supertest';
import { errorAnswerSchema } from '../../src/http/kit/errors/error-schema';
import {
  predictionAnswerSchema,
  type PredictionAnswer,
} from '../../src/http/api/predictions/prediction-schema';
import {
  datasetAnswerSchema,
  samplePageSchema,
  trainingUploadAnswerSchema,
  type DatasetAnswer,
  type SampleAnswer,
  type TrainingUploadAnswer,
} from '../../src/http/api/labelling/samples-schema';
import { startApplication, type StartedApplication, type StartOptions } from './start-application';
import { writeTinyVersion } from './tiny-version';

export type Answer = ReturnType<ReturnType<typeof supertest>['get']>;

/** A file of an upload. */
export interface UploadFile {
  readonly name: string;
  readonly content: Buffer;
}

/** The real application over the tiny network, and the requests that labelled data is made of. */
export interface LabelledService extends StartedApplication {
  readonly persistence: string;
  upload(files: readonly UploadFile[], labels: readonly string[]): Answer;
  /** Uploads what must be good. */
  save(files: readonly UploadFile[], labels: readonly string[]): Promise<TrainingUploadAnswer>;
  dataset(): Promise<DatasetAnswer>;
  samples(query?: string): Promise<SampleAnswer[]>;
  predict(image: Buffer, name?: string): Promise<PredictionAnswer>;
  say(predictionId: string, body: object): Answer;
}

export async function startLabelledService(
  environment: Record<string, string> = {},
  options: StartOptions = {},
): Promise<LabelledService> {
  const folder = mkdtempSync(path.join(tmpdir(), 'labelled-'));
  const persistence = path.join(folder, 'persistence');
  await writeTinyVersion(path.join(folder, 'models'));
  const application = await startApplication(
    { MODEL_DIR: path.join(folder, 'models'), PERSISTENCE_DIR: persistence, ...environment },
    options,
  );
  return { ...withRequests(application, persistence), end };

  async function end(): Promise<void> {
    await application.end();
    rmSync(folder, { recursive: true });
  }
}

/** The same requests to an application that was started another way. */
export function withRequests(
  application: StartedApplication,
  persistence: string,
): LabelledService {
  const { api } = application;
  const upload: LabelledService['upload'] = (files, labels) => {
    const request = api.post('/api/upload/training-data');
    for (const label of labels) request.field('labels', label);
    for (const { name, content } of files) request.attach('files', content, name);
    return request;
  };
  return {
    ...application,
    persistence,
    upload,
    async save(files, labels) {
      return trainingUploadAnswerSchema.parse((await upload(files, labels).expect(200)).body);
    },
    async dataset() {
      return datasetAnswerSchema.parse((await api.get('/api/dataset').expect(200)).body);
    },
    async samples(query = '') {
      const { body } = await api.get(`/api/dataset/samples${query}`).expect(200);
      return samplePageSchema.parse(body).samples;
    },
    async predict(image, name = 'image.png') {
      const { body } = await api.post('/api/predict').attach('file', image, name).expect(200);
      return predictionAnswerSchema.parse(body);
    },
    say: (id, body) => api.post(`/api/predictions/${id}/feedback`).send(body),
  };
}

/** The stable code of a refusal, which must be a 4xx in the shape of all errors. */
export async function refusalOf(answer: Answer): Promise<string> {
  const { body, status } = await answer;
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  return errorAnswerSchema.parse(body).code;
}
