import path from 'node:path';
import { jobDetailAnswerSchema, jobsAnswerSchema } from '../../src/http/api/training/jobs-schema';
import { historyEntrySchema } from '../../src/http/api/predictions/history-schema';
import type { ExampleService } from './example-service';

/** How an example is started; what it is told follows. */
export interface Example {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** It predicts, lists the history, corrects the prediction, retrains, and says so. */
export async function expectToWork(service: ExampleService, example: Example): Promise<void> {
  const { program, args, environment } = example;
  const picture = path.join(service.folder, 'yellow.png');
  const { code, output, errors } = await service.run(
    program,
    [...args, picture, 'Yellow "sun"'],
    environment,
  );
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  const lines = output.trimEnd().split(/\r?\n/);
  expect(lines[0]).toMatch(/^yellow\.png: (Red|Green|Blue) \(\d+(\.\d)? ?%\), says tiny$/);
  expect(lines.slice(1, 3)).toEqual([
    'predictions on page 1 of the history: 20',
    'predictions on page 2 of the history: 1',
  ]);
  const [, sample] = /^feedback: it shows Yellow "sun"; sample (\S+) is new$/.exec(lines[3]!)!;
  expect(await service.get(`/api/dataset/samples/${sample!}`)).toMatchObject({
    label: 'Yellow "sun"',
  });
  const history = (await service.get('/api/predictions?limit=1')) as { predictions: unknown[] };
  const newest = historyEntrySchema.parse(history.predictions[0]);
  expect(newest).toMatchObject({
    file_name: 'yellow.png',
    feedback: { verdict: 'wrong', label: 'Yellow "sun"' },
  });

  const { jobs } = jobsAnswerSchema.parse(await service.get('/api/jobs'));
  const job = jobDetailAnswerSchema.parse(await service.get(`/api/jobs/${jobs[0]!.id}`));
  const told = lines.slice(4).filter((line) => line.startsWith('retraining: '));
  expect(told.at(-1)).toBe(`retraining: ${job.state}`);
  expect(['succeeded', 'rejected']).toContain(job.state);
  const reasons =
    job.state === 'succeeded'
      ? [`${String(job.model_version)} is in service`]
      : job.gate!.rules.filter(({ passed }) => !passed).map(({ explanation }) => explanation);
  expect(lines.slice(4 + told.length)).toEqual(reasons);
}

/** It tells the code of an error, and ends with a status that says so. */
export async function expectToTellErrors(service: ExampleService, example: Example): Promise<void> {
  const { program, args, environment } = example;
  const broken = path.join(service.folder, 'broken.png');
  const unsupported = await service.run(program, [...args, broken], environment);
  expect(unsupported).toMatchObject({ code: 1, output: '' });
  expect(unsupported.errors).toMatch(/^UNSUPPORTED_IMAGE: .+ \(request \S+\)\r?\n$/);

  const key = { ...environment, MLOPS_API_KEY: 'mlk_nobody' };
  const stranger = await service.run(program, [...args, broken], key);
  expect(stranger).toMatchObject({ code: 1, output: '' });
  expect(stranger.errors).toMatch(/^UNAUTHENTICATED: .+ \(request \S+\)\r?\n$/);
}
