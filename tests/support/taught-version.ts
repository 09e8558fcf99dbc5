import path from 'node:path';
import { encodeHead } from '../../src/registry/head-files';
import type { ModelVersion } from '../../src/registry/version';
import { writeVersion, type FileSource } from '../../src/registry/write-version';
import { seededRandom } from '../../src/evaluation/random';

/** A version of the graph of another one whose head knows a class more, as a retraining leaves it. */
export function writeTaughtVersion(modelDir: string, parent: ModelVersion): Promise<ModelVersion> {
  const { head, card } = parent;
  const random = seededRandom(11);
  const classes = head.classes + 1;
  const widened = (values: Float32Array, rows: number): Float32Array =>
    Float32Array.from({ length: rows * classes }, (_, i) => {
      const [row, c] = [Math.floor(i / classes), i % classes];
      return c < head.classes ? values[row * head.classes + c]! * 0.9 : (random.next() - 0.5) * 0.1;
    });
  const files = Object.keys(card.files).map((name): [string, FileSource] => [
    name,
    { sameAs: path.join(parent.folder, name) },
  ]);
  return writeVersion(
    modelDir,
    {
      ...card,
      version: 'taught',
      parent: card.version,
      class_names: [...card.class_names, 'Pinecone'],
      temperature: 1.3,
    },
    {
      ...Object.fromEntries(files),
      ...encodeHead({
        features: head.features,
        classes,
        temperature: 1.3,
        weights: widened(head.weights, head.features),
        bias: widened(head.bias, 1),
      }),
    },
  );
}
