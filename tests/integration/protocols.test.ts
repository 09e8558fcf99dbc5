import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { modelFolder } from '../support/model-folder';
import { drawing, jpeg, picture, png } from '../support/images';
import { startApplication, type StartedApplication } from '../support/start-application';
import { writeTinyVersion } from '../support/tiny-version';

/** The protocols, asked over HTTP of the real application with its real model. */

const OTHER = 'other-1';

interface Tensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data?: readonly (number | string | boolean)[];
  readonly parameters?: { readonly binary_data_size: number };
}

/** What answers have that is looked at here; each has some of it. */
interface Body {
  readonly version: string;
  readonly class_names: string[];
  readonly extensions: string[];
  readonly versions: string[];
  readonly error: string;
  readonly code: string;
  readonly outputs: Tensor[];
  readonly model_version: string;
  readonly all_probabilities: Record<string, number>;
  readonly predicted_class: string;
  readonly predicted_class_index: number;
  readonly confidence: number;
  readonly top_k: object[];
  readonly total_predictions: number;
  readonly model_stats: { readonly inference_stats: Record<string, { readonly count: number }> }[];
}

/** The same of TensorFlow Serving. */
interface TensorFlowBody {
  readonly predictions: number[][];
  readonly outputs: number[][];
  readonly results: [label: string, score: number][][];
  readonly model_version_status: object[];
  readonly model_spec: object;
  readonly metadata: {
    readonly signature_def: {
      readonly signature_def: {
        readonly serving_default: {
          readonly inputs: {
            readonly images: {
              readonly tensor_shape: { readonly dim: { readonly size: string }[] };
            };
          };
        };
      };
    };
  };
}

interface Labelled {
  readonly label: string;
  readonly class_index: number;
  readonly probabilities: number[];
}

/** The same of Label Studio, and of what it has taught. */
interface LabelStudioBody {
  readonly results: { readonly score: number; readonly result: object[] }[];
  readonly outcome: string;
  readonly sample_id: string;
  readonly label: string;
}

const bodyOf = (answer: { readonly body: unknown }): Body => answer.body as Body;
const tensorflowOf = (answer: { readonly body: unknown }): TensorFlowBody =>
  answer.body as TensorFlowBody;
const labelStudioOf = (answer: { readonly body: unknown }): LabelStudioBody =>
  answer.body as LabelStudioBody;

let folder: string;
let application: StartedApplication;
let active: string;
let classes: string[];
let pixels: Buffer;
let asPng: Buffer;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'protocols-'));
  const models = await modelFolder(path.join(folder, 'models'));
  application = await startApplication({ MODEL_DIR: models });
  await writeTinyVersion(models, { version: OTHER });
  const info = await application.api.get('/api/model/info').expect(200);
  active = bodyOf(info).version;
  classes = bodyOf(info).class_names;
  pixels = picture();
  asPng = await png();
});
afterAll(async () => {
  await application.end();
  rmSync(folder, { recursive: true });
});

const infer = (body: unknown, at = '/v2/models/classifier/infer'): ReturnType<typeof sent> =>
  sent(at, body);
const sent = (at: string, body: unknown) =>
  application.api
    .post(at)
    .send(body as object)
    .set('Content-Type', 'application/json');

const files = (...images: readonly Buffer[]): object => ({
  name: 'image_bytes',
  shape: [images.length],
  datatype: 'BYTES',
  data: images.map((image) => image.toString('base64')),
});

/** JSON, and raw tensors behind it. */
function binaryInfer(header: object, ...tensors: readonly Buffer[]) {
  const json = Buffer.from(JSON.stringify(header));
  return application.api
    .post('/v2/models/classifier/infer')
    .set('Content-Type', 'application/octet-stream')
    .set('Inference-Header-Content-Length', String(json.length))
    .send(Buffer.concat([json, ...tensors]));
}

const lengthAnd = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
};

const outputOf = (body: Pick<Body, 'outputs'>, name: string): Tensor =>
  body.outputs.find((output) => output.name === name)!;

describe('Open Inference Protocol: what there is', () => {
  it('tells the server, with the extensions that it has', async () => {
    const body = bodyOf(await application.api.get('/v2').expect(200));
    expect(body.extensions).toEqual(
      expect.arrayContaining(['binary_tensor_data', 'classification', 'statistics']),
    );
  });

  it('is live and ready', async () => {
    await application.api.get('/v2/health/live').expect(200, { live: true });
    await application.api.get('/v2/health/ready').expect(200, { ready: true });
    await application.api
      .get('/v2/models/classifier/ready')
      .expect(200, { name: 'classifier', ready: true });
    await application.api.get(`/v2/models/classifier/versions/${OTHER}/ready`).expect(200);
  });

  it('tells the inputs and outputs of a version as its card says them', async () => {
    const body = bodyOf(await application.api.get('/v2/models/classifier').expect(200));
    expect(body).toMatchObject({
      name: 'classifier',
      inputs: [
        { name: 'images', datatype: 'UINT8', shape: [-1, 32, 32, 3] },
        { name: 'image_bytes', datatype: 'BYTES', shape: [-1] },
      ],
    });
    expect(body.versions).toEqual(expect.arrayContaining([active, OTHER]));
    expect(body.outputs[0]).toEqual({
      name: 'probabilities',
      datatype: 'FP32',
      shape: [-1, classes.length],
    });
    const other = await application.api.get(`/v2/models/classifier/versions/${OTHER}`).expect(200);
    expect(bodyOf(other).outputs[0]!.shape).toEqual([-1, 3]);
  });

  it.each([
    ['get', '/v2/models/nobody'],
    ['get', '/v2/models/nobody/ready'],
    ['get', '/v2/models/classifier/versions/nobody'],
    ['get', '/v2/models/classifier/versions/nobody/ready'],
    ['get', '/v2/models/classifier/versions/nobody/stats'],
    ['post', '/v2/models/nobody/infer'],
    ['get', '/v1/models/nobody'],
    ['get', '/v1/models/classifier/versions/nobody'],
    ['get', '/v1/models/classifier/versions/nobody/metadata'],
    ['post', '/v1/models/nobody:predict'],
  ] as const)('answers %s %s with 404 and an error alone', async (method, at) => {
    const body = bodyOf(await application.api[method](at).expect(404));
    expect(body).toEqual({ error: expect.any(String) });
  });

  it('answers another method with 405', async () => {
    const answer = await application.api.get('/v2/models/classifier/infer').expect(405);
    expect(answer.get('Allow')).toBe('POST, OPTIONS');
    expect(answer.body).toEqual({ error: expect.any(String) });
    const colon = await application.api.get('/v1/models/classifier:predict').expect(405);
    expect(colon.get('Allow')).toBe('POST, OPTIONS');
  });
});

describe('numbers of one picture', () => {
  let exact: number[];

  it('are those of /api/predict in every form of every protocol, to the last bit', async () => {
    const usual = await application.api.post('/api/predict').attach('file', asPng, 'a.png');
    const answers = await probabilitiesInEveryForm();
    exact = answers[0]!;
    for (const answer of answers) expect(answer).toEqual(exact);
    const rounded = Object.fromEntries(
      classes.map((name, i) => [name, Math.round(exact[i]! * 1e6) / 1e6]),
    );
    expect(bodyOf(usual).all_probabilities).toEqual(rounded);
  });

  async function probabilitiesInEveryForm(): Promise<number[][]> {
    const nested = Array.from({ length: 32 }, (_, y) =>
      Array.from({ length: 32 }, (_, x) => [
        ...pixels.subarray((y * 32 + x) * 3, (y * 32 + x) * 3 + 3),
      ]),
    );
    const images = { name: 'images', shape: [1, 32, 32, 3], datatype: 'UINT8' };
    const inJson = [
      await infer({ inputs: [files(asPng)] }),
      await infer({ inputs: [{ ...images, data: [...pixels] }] }),
      await infer({ inputs: [{ ...images, data: [nested] }] }),
      await infer({ inputs: [{ ...images, datatype: 'FP32', data: [nested] }] }),
      await binaryInfer(
        { inputs: [{ ...images, parameters: { binary_data_size: pixels.length } }] },
        pixels,
      ),
      await binaryInfer(
        {
          inputs: [
            { ...images, datatype: 'FP32', parameters: { binary_data_size: 4 * pixels.length } },
          ],
        },
        Buffer.from(Float32Array.from(pixels).buffer),
      ),
      await binaryInfer(
        {
          inputs: [
            {
              name: 'image_bytes',
              shape: [1],
              datatype: 'BYTES',
              parameters: { binary_data_size: asPng.length + 4 },
            },
          ],
        },
        lengthAnd(asPng),
      ),
    ].map((answer) => outputOf(bodyOf(answer), 'probabilities').data as number[]);

    const inBinary = await binaryInfer({
      inputs: [files(asPng)],
      outputs: [{ name: 'probabilities', parameters: { binary_data: true } }],
    }).buffer(true);
    const raw = inBinary.body as Buffer;
    const length = Number(inBinary.get('Inference-Header-Content-Length'));
    const tail = raw.subarray(length);
    const floats = classes.map((_, i) => tail.readFloatLE(4 * i));

    const b64 = { b64: asPng.toString('base64') };
    const predict = '/v1/models/classifier:predict';
    const tensorflow = [
      tensorflowOf(await sent(predict, { instances: [b64] })).predictions[0]!,
      tensorflowOf(await sent(predict, { instances: [{ image_bytes: b64 }] })).predictions[0]!,
      tensorflowOf(await sent(predict, { instances: [nested] })).predictions[0]!,
      tensorflowOf(await sent(predict, { instances: [{ images: nested }] })).predictions[0]!,
      tensorflowOf(await sent(predict, { inputs: [nested] })).outputs[0]!,
      tensorflowOf(await sent(predict, { inputs: { images: [nested] } })).outputs[0]!,
      tensorflowOf(await sent(predict, { inputs: { image_bytes: [b64] } })).outputs[0]!,
      tensorflowOf(
        await sent('/v1/models/classifier:classify', { examples: [{ image_bytes: b64 }] }),
      ).results[0]!.map(([, score]) => score),
    ];
    return [...inJson, floats, ...tensorflow];
  }
});

describe('Open Inference Protocol: infer', () => {
  it('echoes the id, and names the version', async () => {
    const body = bodyOf(await infer({ id: 'mine', inputs: [files(asPng)] }).expect(200));
    expect(body).toMatchObject({ id: 'mine', model_name: 'classifier', model_version: active });
  });

  it('gives the outputs that are asked for, in their order, and records the prediction', async () => {
    const body = bodyOf(
      await infer({
        inputs: [files(asPng, await jpeg({ width: 300, height: 200 }))],
        outputs: [{ name: 'prediction_id' }, { name: 'class_index' }, { name: 'uncertain' }],
      }).expect(200),
    );
    expect(body.outputs.map(({ name }) => name)).toEqual([
      'prediction_id',
      'class_index',
      'uncertain',
    ]);
    const [id] = outputOf(body, 'prediction_id').data!;
    const recorded = await application.api.get(`/api/predictions/${String(id)}`).expect(200);
    expect(bodyOf(recorded).predicted_class_index).toBe(outputOf(body, 'class_index').data![0]);
    expect(bodyOf(recorded).model_version).toBe(active);
  });

  it('keeps pixels as a picture that people can look at', async () => {
    const body = bodyOf(
      await infer({
        inputs: [{ name: 'images', shape: [1, 32, 32, 3], datatype: 'UINT8', data: [...pixels] }],
      }).expect(200),
    );
    const [id] = outputOf(body, 'prediction_id').data!;
    const kept = await application.api.get(`/api/predictions/${String(id)}/image`).expect(200);
    const { data } = await sharp(kept.body as Buffer)
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(data.equals(pixels)).toBe(true);
  });

  it('lists the likeliest classes where "classification" is asked for', async () => {
    const body = bodyOf(
      await infer({
        inputs: [files(asPng)],
        outputs: [{ name: 'probabilities', parameters: { classification: 2 } }],
      }).expect(200),
    );
    const output = outputOf(body, 'probabilities');
    expect(output).toMatchObject({ datatype: 'BYTES', shape: [1, 2] });
    const [first, second] = output.data!.map((text) => String(text).split(':'));
    expect(Number(first![0])).toBeGreaterThanOrEqual(Number(second![0]));
    expect(classes[Number(first![1])]).toBe(first![2]);
  });

  it('answers every output in binary where that is asked for', async () => {
    const answer = await binaryInfer({
      parameters: { binary_data_output: true },
      inputs: [files(asPng, asPng)],
    }).buffer(true);
    const raw = answer.body as Buffer;
    const length = Number(answer.get('Inference-Header-Content-Length'));
    const json = JSON.parse(raw.subarray(0, length).toString()) as { outputs: Tensor[] };
    const sizes = json.outputs.map(({ parameters }) => parameters!.binary_data_size);
    expect(sizes.reduce((a, b) => a + b)).toBe(raw.length - length);
    const tails = new Map<string, Buffer>();
    let at = length;
    for (const { name, parameters } of json.outputs) {
      tails.set(name, raw.subarray(at, (at += parameters!.binary_data_size)));
    }
    const index = Number(tails.get('class_index')!.readBigInt64LE(8));
    const labels = tails.get('label')!;
    const firstLength = labels.readUInt32LE(0);
    expect(labels.subarray(4, 4 + firstLength).toString()).toBe(classes[index]);
    expect(tails.get('uncertain')).toHaveLength(2);
  });

  it('fails as a whole, and records nothing, where one picture is none', async () => {
    const before = await application.api.get('/api/statistics');
    const body = bodyOf(
      await infer({ inputs: [files(asPng, Buffer.from('no picture'))] }).expect(400),
    );
    expect(body).toEqual({ error: expect.stringContaining('Picture 1:') });
    const after = await application.api.get('/api/statistics');
    expect(bodyOf(after).total_predictions).toBe(bodyOf(before).total_predictions);
  });

  it.each([
    [
      'another size',
      { name: 'images', shape: [1, 2, 2, 3], datatype: 'UINT8', data: Array(12).fill(0) },
    ],
    [
      'too few values',
      { name: 'images', shape: [1, 32, 32, 3], datatype: 'UINT8', data: [1, 2, 3] },
    ],
    ['no pixels', { name: 'images', shape: [1, 1, 1, 3], datatype: 'FP32', data: [0.5, 0, 0] }],
    ['FP16', { name: 'images', shape: [1, 1, 1, 3], datatype: 'FP16', data: [0, 0, 0] }],
    ['another name', { name: 'input0', shape: [1], datatype: 'BYTES', data: ['aGk='] }],
    ['no base64', { name: 'image_bytes', shape: [1], datatype: 'BYTES', data: ['!'] }],
    ['no data', { name: 'image_bytes', shape: [1], datatype: 'BYTES' }],
    ['too many elements', { name: 'image_bytes', shape: [2], datatype: 'BYTES', data: ['aGk='] }],
    ['nothing', { name: 'image_bytes', shape: [0], datatype: 'BYTES', data: [] }],
  ])('refuses %s', async (_, input) => {
    const body = bodyOf(await infer({ inputs: [input] }).expect(400));
    expect(body).toEqual({ error: expect.any(String) });
  });

  it('refuses large JSON before it is read', async () => {
    const answer = await application.api
      .post('/v2/models/classifier/infer')
      .send(Buffer.alloc(32 * 1024 * 1024, '1'))
      .expect(413);
    expect(answer.body).toEqual({ error: expect.stringContaining('JSON') });
  });

  it('refuses more pictures than a batch may have', async () => {
    const body = bodyOf(
      await infer({ inputs: [files(...Array<Buffer>(101).fill(asPng))] }).expect(400),
    );
    expect(body.error).toContain('100');
  });
});

describe('versions', () => {
  const at = `/v2/models/classifier/versions/${OTHER}`;

  async function stateOf(version: string): Promise<string> {
    const { body } = (await application.api.post('/v2/repository/index').expect(200)) as {
      body: { version: string; state: string }[];
    };
    return body.find((one) => one.version === version)!.state;
  }

  it('are loaded by the first request for them, and freed by a request for that', async () => {
    const change = { parameters: { version: OTHER } };
    expect(await stateOf(OTHER)).toBe('UNAVAILABLE');
    const body = bodyOf(await infer({ inputs: [files(asPng)] }, `${at}/infer`).expect(200));
    expect(body.model_version).toBe(OTHER);
    expect(outputOf(body, 'probabilities').shape).toEqual([1, 3]);
    expect(await stateOf(OTHER)).toBe('READY');
    await sent('/v2/repository/models/classifier/unload', change).expect(200, {});
    expect(await stateOf(OTHER)).toBe('UNAVAILABLE');
    await sent('/v2/repository/models/classifier/load', change).expect(200, {});
    expect(await stateOf(OTHER)).toBe('READY');
    expect(await stateOf(active)).toBe('READY');
  });

  it('answer /api/predict and its batches as well', async () => {
    const one = await application.api
      .post(`/api/predict?model_version=${OTHER}&top_k=2`)
      .attach('file', asPng, 'a.png')
      .expect(200);
    expect(bodyOf(one).model_version).toBe(OTHER);
    expect(bodyOf(one).top_k).toHaveLength(2);
    const many = await application.api
      .post(`/api/predict/batch?model_version=${OTHER}&top_k=1`)
      .attach('files', asPng, 'a.png')
      .attach('files', asPng, 'b.png')
      .expect(200);
    const { predictions } = many.body as { predictions: Body[] };
    expect(predictions.map(({ model_version }) => model_version)).toEqual([OTHER, OTHER]);
    expect(predictions[0]!.all_probabilities).toEqual(bodyOf(one).all_probabilities);
    expect(predictions[0]!.top_k).toHaveLength(1);
  });

  it('that there are not, or numbers that are none, are told', async () => {
    const unknown = await application.api
      .post('/api/predict?model_version=nobody')
      .attach('file', asPng, 'a.png')
      .expect(404);
    expect(bodyOf(unknown).code).toBe('MODEL_NOT_FOUND');
    const wrong = await application.api.post('/api/predict?top_k=0').attach('file', asPng, 'a.png');
    expect(wrong.status).toBe(400);
    expect(bodyOf(wrong).code).toBe('INVALID_QUERY');
  });

  it('stay where they are active', async () => {
    const body = bodyOf(await sent('/v2/repository/models/classifier/unload', {}).expect(400));
    expect(body).toEqual({ error: expect.any(String) });
  });

  it('have their statistics, whatever protocol was spoken', async () => {
    const statistics = async (): Promise<Record<string, { count: number }>> => {
      const body = bodyOf(await application.api.get(`${at}/stats`).expect(200));
      return body.model_stats[0]!.inference_stats;
    };
    const before = await statistics();
    await application.api
      .post(`/api/predict?model_version=${OTHER}`)
      .attach('file', asPng, 'a.png');
    await infer({ inputs: [files(asPng, asPng)] }, `${at}/infer`).expect(200);
    await infer({ inputs: [files(Buffer.from('x'))] }, `${at}/infer`).expect(400);
    const after = await statistics();
    const more = (name: string): number => after[name]!.count - before[name]!.count;
    expect(more('success')).toBe(2);
    expect(more('fail')).toBe(1);
    expect(more('compute_infer')).toBe(3);
  });
});

describe('TensorFlow Serving', () => {
  it('tells the state of versions', async () => {
    const body = tensorflowOf(await application.api.get('/v1/models/classifier').expect(200));
    expect(body.model_version_status).toContainEqual({
      version: active,
      state: 'AVAILABLE',
      status: { error_code: 'OK', error_message: '' },
    });
  });

  it('tells the signatures', async () => {
    const body = tensorflowOf(
      await application.api.get('/v1/models/classifier/metadata').expect(200),
    );
    expect(body.model_spec).toEqual({ name: 'classifier', signature_name: '', version: active });
    const { serving_default } = body.metadata.signature_def.signature_def;
    expect(serving_default.inputs.images.tensor_shape.dim.map(({ size }) => size)).toEqual([
      '-1',
      '32',
      '32',
      '3',
    ]);
  });

  it('answers rows and columns of everything by the signature "labelled"', async () => {
    const b64 = { b64: asPng.toString('base64') };
    const body = { signature_name: 'labelled', instances: [b64, b64] };
    const rows = await sent('/v1/models/classifier:predict', body).expect(200);
    const columns = await sent('/v1/models/classifier:predict', {
      signature_name: 'labelled',
      inputs: { image_bytes: [b64, b64] },
    }).expect(200);
    const [first] = (rows.body as { predictions: Labelled[] }).predictions;
    const { outputs } = columns.body as { outputs: { label: string[]; probabilities: number[][] } };
    expect(outputs.label).toEqual([first!.label, first!.label]);
    expect(outputs.probabilities[0]).toEqual(first!.probabilities);
    expect(classes[first!.class_index]).toBe(first!.label);
  });

  it('classifies by a version that is named', async () => {
    const body = tensorflowOf(
      await sent(`/v1/models/classifier/versions/${OTHER}:classify`, {
        examples: [{ image_bytes: { b64: asPng.toString('base64') } }],
      }).expect(200),
    );
    expect(body.results[0]).toHaveLength(3);
  });

  it.each([
    ['both forms', { instances: [], inputs: [] }],
    ['none', {}],
    ['no instances', { instances: [] }],
    ['no base64', { instances: [{ b64: 'é' }] }],
    ['mixed rows', { instances: [{ b64: 'aGk=' }, [[[1, 2, 3]]]] }],
    ['uneven lists', { instances: [[[[1, 2, 3]], [[1, 2]]]] }],
    ['another signature', { signature_name: 'x', instances: [{ b64: 'aGk=' }] }],
  ])('refuses %s', async (_, body) => {
    const answer = await sent('/v1/models/classifier:predict', body).expect(400);
    expect(answer.body).toEqual({ error: expect.any(String) });
  });
});

describe('Label Studio', () => {
  const config =
    '<View><Image name="img" value="$picture"/><Choices name="class" toName="img">' +
    '<Choice value="CLASS"/></Choices></View>';

  const dataUri = (image: Buffer): string => `data:image/png;base64,${image.toString('base64')}`;

  it('is up, and names the version at the setup', async () => {
    await application.api
      .get('/label-studio/health')
      .expect(200, { status: 'UP', model_class: 'ImageClassifier' });
    await sent('/label-studio/setup', { project: '1', schema: config }).expect(200, {
      model_version: active,
    });
  });

  it('gets the choice of each task, in the spelling of the project', async () => {
    const usual = await application.api.post('/api/predict').attach('file', asPng, 'a.png');
    const name = bodyOf(usual).predicted_class;
    const body = labelStudioOf(
      await sent('/label-studio/predict', {
        tasks: [
          { id: 1, data: { picture: dataUri(asPng) } },
          { id: 2, data: { picture: 'http://169.254.169.254/latest' } },
          { id: 3, data: {} },
        ],
        label_config: config.replace('CLASS', name.toUpperCase()),
      }).expect(200),
    );
    expect(body.results).toHaveLength(3);
    expect(body.results[0]).toMatchObject({
      model_version: active,
      result: [
        {
          from_name: 'class',
          to_name: 'img',
          type: 'choices',
          value: { choices: [name.toUpperCase()] },
        },
      ],
    });
    expect(body.results[0]!.score).toBeCloseTo(bodyOf(usual).confidence, 5);
    expect(body.results.slice(1).map((one) => one.result)).toEqual([[], []]);
  });

  it('teaches the picture of an annotation', async () => {
    const image = await drawing({ seed: 77 }).png().toBuffer();
    const event = (chosen: readonly string[]): object => ({
      action: 'ANNOTATION_CREATED',
      project: { label_config: config.replace('CLASS', 'Red panda') },
      task: { data: { picture: dataUri(image) } },
      annotation: {
        result: [
          { from_name: 'class', to_name: 'img', type: 'choices', value: { choices: chosen } },
        ],
      },
    });
    const first = await sent('/label-studio/webhook', event(['Red panda'])).expect(201);
    expect(labelStudioOf(first).outcome).toBe('new');
    const sample = await application.api.get(
      `/api/dataset/samples/${labelStudioOf(first).sample_id}`,
    );
    expect(labelStudioOf(sample).label).toBe('Red panda');
    const again = await sent('/label-studio/webhook', event(['Red panda'])).expect(201);
    expect(labelStudioOf(again).outcome).toBe('unchanged');
    const two = await sent('/label-studio/webhook', event(['Red panda', 'Cat'])).expect(201);
    expect(labelStudioOf(two).outcome).toBe('ignored');
    const other = await sent('/label-studio/webhook', { action: 'PROJECT_UPDATED' }).expect(201);
    expect(labelStudioOf(other).outcome).toBe('ignored');
  });
});
