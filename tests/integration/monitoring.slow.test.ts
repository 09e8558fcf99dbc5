import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import supertest from 'supertest';
import { parse } from 'yaml';
import { hasNginx, startLoadBalancer, type LoadBalancer } from '../support/load-balancer';
import { jpeg, png } from '../support/images';
import { seriesOf } from '../support/metrics-text';
import { modelFolder } from '../support/model-folder';
import { hasPrometheus, promtool, startPrometheus, type Prometheus } from '../support/prometheus';
import { freePort } from '../support/redis-server';
import { buildServer, ServerProcess } from '../support/server-process';

/** It must run in CI; elsewhere it needs nginx and Prometheus on the machine. */
const mayRun = process.env.CI === 'true' || (hasNginx() && hasPrometheus());
const describeWithPrometheus = mayRun ? describe : describe.skip;

const MONITORING = path.join(__dirname, '../../deploy/monitoring');
const INSTANCES = 3;
/** Single predictions that are asked for; enough scrapes lie between them for a rate. */
const PREDICTIONS = 60;
/** Longer than any pause between two scrapes, shorter than the test. */
const WINDOW = '20s';

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string }[];
  }[];
}

const panels = (
  JSON.parse(
    readFileSync(path.join(MONITORING, 'grafana/dashboards/image-classification.json'), 'utf8'),
  ) as Dashboard
).panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }) => ({
    title,
    query: expr.replaceAll('$__rate_interval', WINDOW).replaceAll('$instance', '.*'),
  })),
);
const rules = (
  parse(readFileSync(path.join(MONITORING, 'alerts.yml'), 'utf8')) as Rules
).groups.flatMap((group) => group.rules);

/** What an instance that nobody has labelled pictures at has no series of. */
const EMPTY_PANELS = new Set(['Labelled pictures by class']);
/** The series of a query, without what happens to their values. */
const METRIC = /[a-z_]+(?=[{[]|\s*[=<>]|\))/g;

describeWithPrometheus('monitoring', () => {
  let folder: string;
  const instances: ServerProcess[] = [];
  const metricsPorts: number[] = [];
  let balancer: LoadBalancer;
  let prometheus: Prometheus;

  beforeAll(async () => {
    buildServer();
    folder = mkdtempSync(path.join(tmpdir(), 'monitoring-'));
    const modelDir = await modelFolder(path.join(folder, 'models'));
    const ports: number[] = [];
    for (let i = 0; i < INSTANCES; i++) {
      const [port, metricsPort] = [await freePort(), await freePort()];
      instances.push(
        new ServerProcess(folder, {
          MODEL_DIR: modelDir,
          PORT: String(port),
          METRICS_PORT: String(metricsPort),
          TRUST_PROXY: '1',
        }),
      );
      await instances.at(-1)!.ready();
      ports.push(port);
      metricsPorts.push(metricsPort);
    }
    balancer = await startLoadBalancer(ports);
    prometheus = await startPrometheus(metricsPorts);
    const api = supertest(balancer.url);
    const pictures = [await png(), await jpeg()];
    // Series begin with their first event: a rate needs one before the others.
    for (let i = 0; i < PREDICTIONS; i++) {
      const file = pictures[i % pictures.length]!;
      await api.post('/api/predict').attach('file', file, 'picture').expect(200);
      await delay(100);
      if (i % 10 === 0) {
        await api.post('/api/predict').attach('file', Buffer.from('none'), 'none').expect(415);
        await api.get('/').expect(200);
      }
    }
    await delay(2000); // the last scrapes
  }, 180_000);

  afterAll(async () => {
    await prometheus.stop();
    await balancer.stop();
    await Promise.all(instances.map((instance) => instance.destroy()));
    rmSync(folder, { recursive: true });
  });

  const scrape = async (port: number): Promise<string> =>
    (await fetch(`http://127.0.0.1:${port}/metrics`)).text();

  it('gives metrics that promtool finds nothing wrong with', async () => {
    const { status, stdout, stderr } = promtool(['check', 'metrics'], {
      input: await scrape(metricsPorts[0]!),
    });
    expect(`${stdout}${stderr}`).toBe('');
    expect(status).toBe(0);
  });

  it('has few series at each instance', async () => {
    const classes = /^(prediction_class_total|dataset_pictures)/;
    const series = seriesOf(await scrape(metricsPorts[0]!)).filter((line) => !classes.test(line));
    expect(series.length).toBeLessThanOrEqual(250);
  });

  it('adds up over the instances to what clients asked for', async () => {
    const ofRoute = 'method="POST",route="/api/predict",status="200"';
    const counts = await prometheus.query(`http_requests_total{${ofRoute}}`);
    expect(counts.map(({ value }) => value).reduce((sum, value) => sum + value)).toBe(PREDICTIONS);
    expect(counts).toHaveLength(INSTANCES);
    const [images] = await prometheus.query('sum(inference_images_total)');
    expect(images!.value).toBe(PREDICTIONS);
    const [written] = await prometheus.query('sum(store_written_total{queue="history"})');
    expect(written!.value).toBe(PREDICTIONS);
  });

  it.each(panels)('has data for the panel "$title": $query', async ({ title, query }) => {
    const series = await prometheus.query(query);
    if (EMPTY_PANELS.has(title)) return;
    expect(series.length).toBeGreaterThan(0);
  });

  it.each(rules)('knows every series that the alert $alert looks at', async ({ alert, expr }) => {
    await expect(prometheus.query(expr)).resolves.toEqual([]); // all is well
    const names = expr
      .match(METRIC)!
      .filter((name) => /_(total|count|bucket|info|bytes|fds|seconds|ready)$|^up$/.test(name));
    expect(names.length).toBeGreaterThan(0);
    for (const name of new Set(names)) {
      if (LATER.has(name)) continue;
      expect([alert, name, (await prometheus.query(name)).length > 0]).toEqual([alert, name, true]);
    }
  });

  it('keeps what is not an instance of its own behind the load balancer', async () => {
    await supertest(balancer.url).get('/metrics').expect(404);
  });
});

/** Series that are there once something has happened that has not. */
const LATER = new Set(['inference_rejected_total']);

describeWithPrometheus('the files of deploy/monitoring', () => {
  it('are a configuration and rules that Prometheus takes', () => {
    for (const args of [
      ['check', 'config', 'prometheus.yml'],
      ['check', 'rules', 'alerts.yml'],
    ]) {
      const { status, stderr } = promtool(args, { cwd: MONITORING });
      expect(stderr).toBe('');
      expect(status).toBe(0);
    }
  });

  it('have alerts that fire when they should, and only then', () => {
    const { status, stdout } = promtool(['test', 'rules', 'alerts.test.yml'], { cwd: MONITORING });
    expect(stdout).toContain('SUCCESS');
    expect(status).toBe(0);
    const cases = parse(readFileSync(path.join(MONITORING, 'alerts.test.yml'), 'utf8')) as {
      readonly tests: readonly { readonly name: string }[];
    };
    const names = cases.tests.map(({ name }) => name);
    for (const { alert } of rules) {
      expect(names).toEqual(expect.arrayContaining([`${alert} fires`, `${alert} stays silent`]));
    }
  });
});
