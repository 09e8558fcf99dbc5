import { makeCorpus } from './corpus';
import { fuzz } from './fuzz';
import { startFuzzedService, type FuzzedService } from './fuzzed-service';
import { everyRoute } from './routes';
import { verdictOf } from './verdict';

// The first of the inputs that `npm run fuzz` sends.

const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

describeOnLinux('a service that gets requests which are almost right', () => {
  let service: FuzzedService;
  afterEach(() => service.end());

  it.each([
    ['false', 2000],
    ['true', 300],
  ])(
    'holds, its rate limits being on: %s',
    async (RATE_LIMIT_ENABLED, inputs) => {
      service = await startFuzzedService({ RATE_LIMIT_ENABLED });
      const report = await fuzz({
        port: service.port,
        pid: service.process.pid,
        seed: 1,
        from: 0,
        inputs,
        routes: everyRoute(),
        corpus: await makeCorpus(),
        known: service.known,
      });
      expect(await verdictOf(service, report)).toEqual([]);
      // Those who were refused for one reason alone have met little.
      expect(report.statuses.size).toBeGreaterThan(10);
    },
    600_000,
  );
});
