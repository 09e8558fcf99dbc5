import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import { addBackbone } from '../src/backbones/add';
import { backbonesFolder } from '../src/backbones/backbone';
import { jobDetailAnswerSchema, type JobDetailAnswer } from '../src/http/api/training/jobs-schema';
import { describeMachine } from '../src/observability/machine';
import { MULTIPART_TYPE, multipartBody } from '../tests/support/multipart';
import { buildServer, ServerProcess } from '../tests/support/server-process';
import { readPhotos, type LabelledPhoto } from './photos/labelled-photos';
import { runBenchmark } from './run-benchmark';

// The way from photographs to the version that answers, and predictions of photographs, over HTTP with
// the built service.

const ROOT = path.join(__dirname, '..');
const CONNECTIONS = [1, 16];
const BACKBONE = 'photos';
const POLL_MS = 25;
/** Linux counts processor time in ticks of a hundredth of a second. */
const TICKS_A_SECOND = 100;

interface Options {
  readonly data: string;
  readonly backbone: string;
  readonly photographs: number;
  readonly more: number;
  readonly seconds: number;
}

async function measureService(options: Options): Promise<void> {
  const { pool, test, classNames } = await readPhotos(options.data);
  const photos = evenly(pool, classNames, options.photographs + options.more);
  buildServer();
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-photo-service-'));
  const models = path.join(folder, 'models');
  await cp(path.join(ROOT, 'models'), models, { recursive: true });
  await addBackbone(options.backbone, { name: BACKBONE }, { dir: backbonesFolder(models) });
  const server = new ServerProcess(folder, {
    NODE_ENV: 'production',
    MODEL_DIR: models,
    PERSISTENCE_DIR: folder,
    INFERENCE_WORKERS: '0',
  });
  try {
    const url = await server.ready();
    console.log(describeMachine());
    const first = photos.slice(0, options.photographs);
    const uploadMs = await timeOf(() => upload(url, first));
    const firstMs = await timeOf(() => retrain(url, { classes: 'own', backbone: BACKBONE }));
    console.log(
      `${first.length} photographs: uploaded in ${seconds(uploadMs)}, the new version answers ${seconds(firstMs)} later`,
    );
    await upload(url, photos.slice(options.photographs));
    const moreMs = await timeOf(() => retrain(url, {}));
    console.log(`${options.more} more: the next version answers ${seconds(moreMs)} later`);
    for (const connections of CONNECTIONS) {
      console.log(await predict(url, test[0]!, connections, options.seconds, server.pid));
    }
  } finally {
    await server.destroy();
    await rm(folder, { recursive: true });
  }
}

/** As many of each class as of any other, in turn. */
function evenly(
  pool: readonly LabelledPhoto[],
  classNames: readonly string[],
  count: number,
): LabelledPhoto[] {
  const ofClass = classNames.map((name) => pool.filter(({ label }) => label === name));
  const turns = Math.max(...ofClass.map((own) => own.length));
  return Array.from({ length: turns }, (_, i) => ofClass.flatMap((own) => own[i] ?? []))
    .flat()
    .slice(0, count);
}

async function upload(url: string, photos: readonly LabelledPhoto[]): Promise<void> {
  const form = new FormData();
  for (const { id, label, bytes } of photos) {
    form.append('labels', label);
    form.append('files', new Blob([Uint8Array.from(bytes)]), `${id}.jpg`);
  }
  const answer = await fetch(`${url}/api/upload/training-data`, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(`the upload failed: ${await answer.text()}`);
}

async function retrain(url: string, body: object): Promise<void> {
  const asked = await fetch(`${url}/api/retrain`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (asked.status !== 202) throw new Error(`the retraining was refused: ${await asked.text()}`);
  const { job_url: jobUrl } = (await asked.json()) as { job_url: string };
  for (;;) {
    const job: JobDetailAnswer = jobDetailAnswerSchema.parse(
      await (await fetch(`${url}${jobUrl}`)).json(),
    );
    if (job.state === 'succeeded') return;
    if (['rejected', 'failed', 'cancelled'].includes(job.state)) {
      throw new Error(`the retraining was ${job.state}: ${job.error ?? ''}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function predict(
  url: string,
  { bytes }: LabelledPhoto,
  connections: number,
  duration: number,
  pid: number,
): Promise<string> {
  const body = multipartBody([
    { name: 'file', fileName: 'photo.jpg', content: Buffer.from(bytes) },
  ]);
  const request = {
    url: `${url}/api/predict`,
    method: 'POST',
    headers: { 'content-type': MULTIPART_TYPE },
    body,
    connections,
  } as const;
  await autocannon({ ...request, duration: 2 }); // warms up, not counted
  const before = await processorSeconds(pid);
  const result = await autocannon({ ...request, duration });
  const used = (await processorSeconds(pid)) - before;
  const answered = result['2xx'];
  return (
    `${String(connections).padStart(3)} connections: ${(answered / result.duration).toFixed(0)} predictions/s of a ` +
    `photograph of ${bytes.length} bytes, p50 ${result.latency.p50} ms, p99 ${result.latency.p99} ms, ` +
    `${((1000 * used) / answered).toFixed(1)} ms of processor time each, ` +
    `${result.non2xx + result.errors + result.timeouts} failed`
  );
}

/** Linux only. @see proc(5) */
async function processorSeconds(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

runBenchmark(
  {
    name: 'bench:photo-service',
    about:
      'From photographs to the version that answers, and predictions of photographs, over HTTP.',
    options: {
      data: {
        default: 'photos.tar',
        about: 'folder or tar of train/<class>/<file> and val/<class>/<file>',
      },
      backbone: { default: 'mobilenetv2-12-int8.onnx', about: 'file of the network' },
      photographs: { default: 244, about: 'that are uploaded first' },
      more: { default: 20, about: 'that are added' },
      seconds: { default: 10, about: 'of predictions for each number of connections' },
    },
  },
  measureService,
);
