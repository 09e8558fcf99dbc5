import { z } from 'zod';
import { CIFAR10_CLASSES } from '../../config/cifar10';
import { namedValues } from '../../config/named-values';
import type { Prediction } from '../prediction';
import { ID_PATTERN } from '../storable';
import { contentId } from './content-id';

/** An entry of the history file cannot be used; the message says why. */
export class UnusableEntryError extends Error {
  override readonly name = 'UnusableEntryError';
}

/** ISO 8601 as Python and JavaScript write it; group 3 is the zone. */
const TIMESTAMP = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?$/;
/** A softmax in float32 may come out a little above 1. */
const MAX_CONFIDENCE = 1.001;

const entrySchema = z.object({
  id: z.string().regex(ID_PATTERN, 'is not an id').nullish(),
  timestamp: z.string(),
  predicted_class: z.string().min(1),
  predicted_class_index: z.number().int().nullish(),
  confidence: z.number().min(0).max(MAX_CONFIDENCE),
  prediction_time_ms: z.number().min(0).nullish(),
  all_probabilities: namedValues(z.number()).nullish(),
  file_name: z.string().nullish(),
  filename: z.string().nullish(),
  model_version: z.string().nullish(),
  uncertain: z.boolean().nullish(),
});

type Entry = z.infer<typeof entrySchema>;

/**
 * Reads one entry of a history file, the original system's or our own. An entry without an id gets
 * one that follows from its content, so that reading a file twice adds nothing. A timestamp without
 * a zone is UTC.
 *
 * @throws {UnusableEntryError} if the class, confidence or time is missing, or a value is not valid
 */
export function parseHistoryEntry(text: string): Prediction {
  const result = entrySchema.safeParse(parseJson(text));
  if (!result.success) throw new UnusableEntryError(describe(result.error.issues[0]!));
  const entry = result.data;
  const content = {
    createdAt: timeOf(entry.timestamp),
    fileName: entry.file_name ?? entry.filename ?? 'unknown',
    predictedClass: entry.predicted_class,
    predictedClassIndex: entry.predicted_class_index ?? indexOf(entry),
    confidence: entry.confidence,
    durationMs: entry.prediction_time_ms ?? 0,
    modelVersion: entry.model_version ?? 'imported',
    allProbabilities: entry.all_probabilities ?? {},
  };
  // Not part of the content that an id follows from: ids are the same as before it was known.
  const id = entry.id ?? contentId(content.createdAt, [entry.timestamp, content]);
  return { id, ...content, uncertain: entry.uncertain ?? false };
}

/** The entry that {@link parseHistoryEntry} reads back, on one line. */
export function formatHistoryEntry(prediction: Prediction): string {
  return JSON.stringify({
    id: prediction.id,
    timestamp: new Date(prediction.createdAt).toISOString(),
    file_name: prediction.fileName,
    predicted_class: prediction.predictedClass,
    predicted_class_index: prediction.predictedClassIndex,
    confidence: prediction.confidence,
    prediction_time_ms: prediction.durationMs,
    model_version: prediction.modelVersion,
    uncertain: prediction.uncertain,
    all_probabilities: prediction.allProbabilities,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnusableEntryError('it is not valid JSON', { cause });
  }
}

function describe({ path, message }: z.core.$ZodIssue): string {
  return [path.join('.'), message].filter((part) => part !== '').join(': ');
}

function timeOf(timestamp: string): number {
  const [, date, time, zone] = TIMESTAMP.exec(timestamp) ?? [];
  const ms = date === undefined ? NaN : Date.parse(`${date}T${time}${zoneWithColon(zone)}`);
  if (Number.isNaN(ms)) throw new UnusableEntryError('timestamp: is not an ISO 8601 date and time');
  if (ms < 0) throw new UnusableEntryError('timestamp: is before 1970');
  return ms;
}

function zoneWithColon(zone = 'Z'): string {
  return zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
}

/** Where the class stands in CIFAR-10, or in the probabilities; -1 if in neither. */
function indexOf({ predicted_class, all_probabilities }: Entry): number {
  const index = (CIFAR10_CLASSES as readonly string[]).indexOf(predicted_class);
  return index >= 0 ? index : Object.keys(all_probabilities ?? {}).indexOf(predicted_class);
}
