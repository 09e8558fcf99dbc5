import { Counter, Histogram, type Registry } from 'prom-client';
import type { Subscriber } from '../telemetry';
import { CONFIDENCES, inSeconds, SECONDS } from './buckets';
import { classLabel } from './class-label';
import { RecentVersions } from './recent-versions';

/** Pictures of predictions: how they are decoded, why they are refused, and what they show. */
export function pictureMetrics(registry: Registry): Subscriber {
  const registers = [registry];
  const decoded = new Counter({
    name: 'pictures_decoded_total',
    help: 'Pictures of predictions that were decoded, by format.',
    labelNames: ['format'],
    registers,
  });
  const pixels = new Counter({
    name: 'pictures_decoded_pixels_total',
    help: 'Pixels of those pictures as they came.',
    registers,
  });
  const duration = new Histogram({
    name: 'picture_decoding_duration_seconds',
    help: 'From the bytes of a picture to the input of the network, waiting for its turn included.',
    buckets: SECONDS,
    registers,
  });
  const refused = new Counter({
    name: 'pictures_refused_total',
    help: 'Pictures of predictions that were refused, by the code of the error.',
    labelNames: ['reason'],
    registers,
  });
  const classes = new Counter({
    name: 'prediction_class_total',
    help: 'Predictions by version and class; classes of a version after its hundredth share one series.',
    labelNames: ['version', 'class'],
    registers,
  });
  const confidence = new Histogram({
    name: 'prediction_confidence',
    help: 'Calibrated confidence of predictions, 0-1.',
    labelNames: ['version'],
    buckets: CONFIDENCES,
    registers,
  });
  const uncertain = new Counter({
    name: 'prediction_uncertain_total',
    help: 'Predictions of pictures that look like none of the classes.',
    labelNames: ['version'],
    registers,
  });
  const seen = new Map<string, Set<string>>();
  const versions = new RecentVersions((version) => {
    for (const label of seen.get(version) ?? []) classes.remove({ version, class: label });
    seen.delete(version);
    confidence.remove({ version });
    uncertain.remove({ version });
  });
  return {
    pictureDecoded({ format, pixels: count, durationMs }) {
      decoded.inc({ format });
      pixels.inc(count);
      duration.observe(inSeconds(durationMs));
    },
    pictureRefused: (reason) => refused.inc({ reason }),
    pictureClassified({ version, className, classIndex, confidence: value, isUncertain }) {
      versions.meet(version);
      const label = classLabel(className, classIndex);
      const labels = seen.get(version);
      if (labels !== undefined) labels.add(label);
      else {
        seen.set(version, new Set([label]));
        uncertain.inc({ version }, 0); // a share of nothing is nothing, too
      }
      classes.inc({ version, class: label });
      confidence.observe({ version }, value);
      if (isUncertain) uncertain.inc({ version });
    },
  };
}
