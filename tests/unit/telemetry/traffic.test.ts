import { TrafficMeter } from '../../../src/observability/traffic/traffic-meter';
import type { EndedRequest } from '../../../src/telemetry/telemetry';
import { trafficSubscriber } from '../../../src/telemetry/traffic';

const REQUEST: EndedRequest = {
  method: 'POST',
  route: '/api/predict',
  status: 200,
  durationMs: 4,
  isFinished: true,
  isProbe: false,
  isPrediction: true,
  predictions: 1,
  errorCode: undefined,
  trace: undefined,
};

function summaryOf(...requests: readonly Partial<EndedRequest>[]): object {
  const meter = new TrafficMeter(() => new Date('2026-01-01T00:00:00Z'));
  const { requestEnded } = trafficSubscriber(meter);
  for (const request of requests) requestEnded!({ ...REQUEST, ...request });
  const { requests: total, refused, rejected, failed } = meter.summary(1);
  return { total, refused, rejected, failed };
}

describe('the traffic of the overview', () => {
  it.each([
    [404, { total: 1, refused: 1, rejected: 0, failed: 0 }],
    [429, { total: 1, refused: 0, rejected: 1, failed: 0 }],
    [503, { total: 1, refused: 0, rejected: 1, failed: 0 }],
    [500, { total: 1, refused: 0, rejected: 0, failed: 1 }],
    [303, { total: 1, refused: 0, rejected: 0, failed: 0 }],
  ])('counts a %i', (status, counts) => {
    expect(summaryOf({ status, predictions: 0 })).toEqual(counts);
  });

  it('has neither probes nor requests whose client left', () => {
    expect(summaryOf({ isProbe: true }, { isFinished: false, status: 499 })).toEqual({
      total: 0,
      refused: 0,
      rejected: 0,
      failed: 0,
    });
  });
});
