import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import type { Prediction } from '../../../src/store/prediction';
import type { StoreLog } from '../../../src/store/write-queue';

/** A made-up prediction; a test names what matters to it. */
export function madePrediction(fields: Partial<Prediction> = {}): Prediction {
  return {
    id: uuidv7(),
    createdAt: Date.UTC(2026, 0, 1),
    fileName: 'cat.jpg',
    predictedClass: 'Cat',
    predictedClassIndex: 3,
    confidence: 0.75,
    durationMs: 1.5,
    modelVersion: 'v1',
    uncertain: false,
    allProbabilities: { Cat: 0.75, Dog: 0.25 },
    ...fields,
  };
}

/** Any prediction: few classes, and few enough moments that many share one. */
export const anyPrediction: fc.Arbitrary<Prediction> = fc.record({
  id: fc.uuid({ version: 7 }),
  createdAt: fc.oneof(
    fc.integer({ min: 1000, max: 1002 }),
    fc.integer({ min: 0, max: Date.UTC(10_000, 0, 1) - 1 }),
  ),
  fileName: fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')),
  predictedClass: fc.constantFrom('Cat', 'Dog', 'Ship', "O'Hara; drop table", 'Kätzchen 🐈'),
  predictedClassIndex: fc.integer({ min: 0, max: 9 }),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }).map(withoutMinusZero),
  durationMs: fc.double({ min: 0, max: 1e6, noNaN: true }).map(withoutMinusZero),
  modelVersion: fc.constantFrom('v1', 'v2'),
  uncertain: fc.boolean(),
  allProbabilities: fc.dictionary(
    fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
    fc.double({ min: 0, max: 1, noNaN: true }).map(withoutMinusZero),
    { noNullPrototype: true },
  ),
});

/** JSON does not know it. */
function withoutMinusZero(value: number): number {
  return value + 0;
}

/** A folder for one test file; remove it when done. */
export function temporaryFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'store-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A log that remembers its messages. */
export function rememberingLog(): StoreLog & {
  readonly errors: string[];
  readonly infos: string[];
} {
  const errors: string[] = [];
  const infos: string[] = [];
  return {
    errors,
    infos,
    error: (message) => errors.push(message),
    info: (message) => infos.push(message),
  };
}
