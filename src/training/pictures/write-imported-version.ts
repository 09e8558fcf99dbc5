import { createHash } from 'node:crypto';
import type { Backbone } from '../../backbones/backbone';
import { describeMachine } from '../../observability/machine';
import { FARTHEST } from '../../registry/card';
import { versionNames } from '../../registry/find-version';
import { encodeHead } from '../../registry/head-files';
import { encodeNeighbours } from '../../registry/neighbours-file';
import type { Head, ModelVersion } from '../../registry/version';
import { VERSION_FILES } from '../../registry/version-files';
import { writeVersion } from '../../registry/write-version';
import { networkOfBackbone } from './feature-networks';

/** A head that came with a network. */
export interface ImportedHead {
  readonly classNames: readonly string[];
  readonly head: Head;
}

/** A Teachable Machine export, taken apart. */
export interface ImportedExport {
  readonly backbone: Backbone;
  readonly teachableMachine: ImportedHead;
}

/**
 * Makes a version of a Teachable Machine export whose network has been added as a backbone. It is called
 * as the backbone, with a number where that is taken.
 */
export async function importTeachableMachine(
  modelDir: string,
  { backbone, teachableMachine }: ImportedExport,
  now: Date,
): Promise<ModelVersion> {
  const taken = new Set(await versionNames(modelDir));
  let name = backbone.name;
  for (let number = 2; taken.has(name); number++) name = `${backbone.name.slice(0, 58)}-${number}`;
  return writeImportedVersion(modelDir, name, backbone, teachableMachine, now);
}

/**
 * Writes a network and the head that came with it as a version: it answers as it did where it came
 * from. Nothing is known of its pictures, so that nothing is `uncertain` and no figure stands in its card.
 *
 * @throws {VersionExistsError} when the name is taken
 */
export async function writeImportedVersion(
  modelDir: string,
  name: string,
  backbone: Backbone,
  { classNames, head }: ImportedHead,
  createdAt: Date,
): Promise<ModelVersion> {
  const network = networkOfBackbone(backbone);
  const { input, features, pooled } = network;
  const nothing = { features: new Float32Array(pooled), count: 1, width: pooled, k: 1 };
  return writeVersion(
    modelDir,
    {
      format: 2,
      version: name,
      created_at: createdAt.toISOString(),
      parent: null,
      class_names: [...classNames],
      imported_classes: [...classNames],
      input_shape: [input.height, input.width, 3],
      input: { ...input },
      backbone: { ...network.backbone },
      network: {
        name: backbone.name,
        parameters: network.parameters,
        features,
        penultimate: pooled,
        mflop: null,
        layers: [],
      },
      training: {
        data: `unknown: it was trained elsewhere, and came as ${network.backbone.location}`,
        data_fingerprint: createHash('sha256').update(network.backbone.sha256).digest('hex'),
        images: 0,
        validation_images: 0,
        epochs: 0,
        batch_size: 0,
        seed: 0,
        recipe: {},
        engine: 'elsewhere',
        machine: describeMachine(),
        duration_seconds: 0,
        images_per_second: 0,
        history: [],
      },
      metrics: { validation: null, test: null, samples: null, own: null },
      retraining: null,
      gate: null,
      int8: null,
      rejection: { k: 1, threshold: FARTHEST, percentile: 1, auroc: {} },
      temperature: head.temperature,
      parity: null,
    },
    {
      ...network.files,
      ...encodeHead(head),
      [VERSION_FILES.neighbours]: encodeNeighbours({ ...nothing, threshold: FARTHEST }),
    },
  );
}
