import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand, wholeNumber } from '../../src/cli/run-command';
import { makeCorpus } from './corpus';
import { fuzz, growth, type Finding, type FuzzReport } from './fuzz';
import { startFuzzedService } from './fuzzed-service';
import { verdictOf } from './verdict';
import { everyRoute } from './routes';

const USAGE = `Sends a built service requests that are almost right, to every route, and looks whether it holds.

  npm run fuzz -- [options]

  --inputs N   requests (default: 20000); a tenth of them meets the rate limits, too
  --seed N     the same seed sends the same requests (default: 1)
  --from N     number of the first one (default: 0)
  --keep PATH  folder for what was found, a request a file (default: runs/fuzz)

It fails when the process ends, answers an error of its own that does not say it is busy, hangs, or
holds ever more memory or descriptors. Linux only.
`;

const MOST = 10_000_000;

runCommand(async () => {
  const { values } = parseArgs({
    options: {
      inputs: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '0' },
      keep: { type: 'string', default: path.join('runs', 'fuzz') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const inputs = wholeNumber('inputs', values.inputs, 1, MOST);
  const seed = wholeNumber('seed', values.seed, 0, 2 ** 31);
  const from = wholeNumber('from', values.from, 0, MOST);
  const limited = Math.floor(inputs / 10);
  const runs = [
    { name: 'without rate limits', environment: {}, from, inputs: inputs - limited },
    {
      name: 'with rate limits',
      environment: { RATE_LIMIT_ENABLED: 'true' },
      from: from + inputs - limited,
      inputs: limited,
    },
  ];
  const problems: string[] = [];
  for (const { name, environment, ...range } of runs) {
    if (range.inputs === 0) continue;
    const service = await startFuzzedService(environment);
    try {
      console.log(`${range.inputs} inputs ${name}, seed ${seed}, from ${range.from}:`);
      const report = await fuzz({
        ...range,
        seed,
        port: service.port,
        pid: service.process.pid,
        routes: everyRoute(),
        corpus: await makeCorpus(),
        known: service.known,
        onProgress: (done, { residentMib, descriptors }) =>
          console.log(`  ${done}: ${residentMib} MiB resident, ${descriptors} descriptors`),
      });
      tell(report);
      keep(values.keep, report.findings);
      problems.push(...(await verdictOf(service, report)).map((problem) => `${name}: ${problem}`));
    } finally {
      await service.end();
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  console.log('It holds.');
});

function tell({ statuses, samples }: FuzzReport): void {
  const counts = [...statuses].sort().map(([status, count]) => `${status}: ${count}`);
  const { residentMib, descriptors } = growth(samples);
  console.log(`  answers ${counts.join(', ')}`);
  console.log(
    `  from the second quarter to the last: ${residentMib} MiB, ${descriptors} descriptors`,
  );
}

function keep(folder: string, findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  mkdirSync(folder, { recursive: true });
  for (const { number, input } of findings) {
    writeFileSync(path.join(folder, `${number}.http`), input.bytes);
  }
  console.log(`  ${findings.length} requests are kept in ${folder}`);
}
