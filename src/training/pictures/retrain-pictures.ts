import { createHash } from 'node:crypto';
import { labelKey } from '../../dataset/samples/label';
import { argMax } from '../../evaluation/accuracy';
import type { SharedScore } from '../../evaluation/gate';
import { headLogits } from '../../evaluation/head-logits';
import { evaluateOwnPictures } from '../../evaluation/own-pictures';
import { scaled } from '../../registry/head-arithmetic';
import { encodeHead } from '../../registry/head-files';
import { encodeNeighbours } from '../../registry/neighbours-file';
import type { LearningCurve, OwnPictures } from '../../registry/own-pictures';
import type { Head, LinearHead, ModelVersion } from '../../registry/version';
import { VERSION_FILES } from '../../registry/version-files';
import { writeVersion } from '../../registry/write-version';
import { fitPictureNeighbours, type PictureRejection } from '../ridge/fit-picture-neighbours';
import { fitRidgeHead, type FittedRidgeHead } from '../ridge/fit-ridge-head';
import { fitTaughtHead } from '../ridge/fit-taught-head';
import { learningCurveOf } from '../ridge/learning-curve';
import { PictureProducts } from '../ridge/picture-products';
import type { LabelledPictures } from '../ridge/pictures';
import { TooFewPicturesError, type ChosenPictures, type LabelledPicture } from './chosen-pictures';
import { networkOf, type HeadNetwork } from './feature-networks';
import {
  arrange,
  joined,
  seenBy,
  type LookOptions,
  type SeenPicture,
  type SeenPictures,
} from './look-at-pictures';
import { describeReference } from './describe-reference';
import { pictureCard } from './picture-card';

export interface PictureRetrainingOptions extends LookOptions {
  readonly modelDir: string;
  /** Of the version to be written. */
  readonly name: string;
  /** The version in service, which is to be at least matched; null where there is none. */
  readonly parent: ModelVersion | null;
  readonly network: HeadNetwork;
  readonly pictures: ChosenPictures;
  /** A head of the first classes, which came with the network and is taught further. */
  readonly prior?: LinearHead | undefined;
  /** What was asked for, as the card has it. */
  readonly choice: 'all' | 'own' | readonly string[];
  readonly job: string | null;
  /** Share of the pictures kept out of training, 0-1, that may be lost. */
  readonly maxLoss: number;
  readonly createdAt: Date;
  readonly onProgress?: (progress: PictureProgress) => void;
}

export interface PictureProgress {
  readonly phase: 'features' | 'solving' | 'evaluating' | 'writing';
  readonly done: number;
  readonly total: number;
}

/** What is known of a head that was fitted to pictures. */
export interface FittedPictures {
  /** Those that could be read. */
  readonly pictures: ChosenPictures;
  readonly head: Head;
  readonly fitted: FittedRidgeHead;
  readonly rejection: PictureRejection;
  /** Each picture judged by a head that has not learned from it; null where none could be. */
  readonly own: OwnPictures | null;
  /** On the pictures kept out of training, this head and the parent's; null where there are none. */
  readonly heldOut: SharedScore | null;
  /** SHA-256 over the ids and labels of all pictures, in order of id. */
  readonly fingerprint: string;
  readonly seconds: number;
}

/**
 * Makes a version of a network and a head that is fitted to labelled pictures, and to nothing else:
 * a picture that was deleted leaves no trace.
 *
 * @throws {VersionExistsError} when the name is taken
 * @throws {TooFewPicturesError} when fewer than two classes have pictures that can be read
 * @throws the signal's reason when it aborts; nothing is written then
 */
export async function retrainPictures(options: PictureRetrainingOptions): Promise<ModelVersion> {
  const { network, signal, onProgress = () => undefined } = options;
  const startedAt = performance.now();
  const { classNames } = options.pictures;
  const total = options.pictures.learned.length + options.pictures.heldOut.length;
  let seen = 0;
  const look = (some: readonly LabelledPicture[]): Promise<SeenPicture[]> =>
    seenBy(network, some, options, (done) =>
      onProgress({ phase: 'features', done: seen + done, total }),
    );
  const learned = await look(options.pictures.learned);
  seen = options.pictures.learned.length;
  const heldOut = await look(options.pictures.heldOut);
  const pictures = { classNames, learned, heldOut };
  signal?.throwIfAborted();
  onProgress({ phase: 'solving', done: 0, total: 1 });
  const isTaught = options.prior !== undefined && learned.length > 0;
  if (!isTaught && new Set(learned.map(({ label }) => label)).size < 2) {
    throw new TooFewPicturesError('Fewer than two classes have pictures that can be read.');
  }
  const arranged = arrange(pictures, network);
  // Strangers are told by the features as they are.
  const products = new PictureProducts(arranged);
  const rejection = fitPictureNeighbours(arranged, products);
  const ofOneScale = inOneScale(arranged, network);
  const scaledProducts = ofOneScale === arranged ? products : new PictureProducts(ofOneScale);
  const taught = options.prior && fitTaughtHead(arranged, options.prior, products);
  const fitted = taught ?? fitRidgeHead(ofOneScale, { products: scaledProducts });
  const head: Head = {
    features: network.features,
    classes: classNames.length,
    temperature: fitted.temperature,
    weights: fitted.weights,
    bias: fitted.bias,
    centre: fitted.centre,
    scale: network.scale,
    prior: taught?.prior,
  };
  signal?.throwIfAborted();
  onProgress({ phase: 'evaluating', done: 0, total: 1 });
  const result: FittedPictures = {
    head,
    fitted,
    rejection,
    pictures,
    own: judgeAll(
      pictures,
      learningCurveOf(ofOneScale, fitted.penalty, scaledProducts),
      fitted,
      headLogits(head, joined(heldOut)),
    ),
    heldOut: await compare(options, head, pictures),
    fingerprint: fingerprintOf([...learned, ...heldOut]),
    seconds: (performance.now() - startedAt) / 1000,
  };
  const card = pictureCard(options, result);
  signal?.throwIfAborted();
  onProgress({ phase: 'writing', done: 0, total: 1 });
  const version = await writeVersion(options.modelDir, card, {
    ...network.files,
    ...encodeHead(head),
    [VERSION_FILES.neighbours]: encodeNeighbours(rejection.neighbours),
    [VERSION_FILES.reference]: await describeReference(network, arranged, learned, fitted),
  });
  onProgress({ phase: 'writing', done: 1, total: 1 });
  return version;
}

function inOneScale(
  arranged: LabelledPictures,
  { scale, features }: HeadNetwork,
): LabelledPictures {
  if (scale === undefined) return arranged;
  const { plain, mirrored } = arranged;
  return {
    ...arranged,
    plain: scaled(plain, scale, features),
    mirrored: mirrored && scaled(mirrored, scale, features),
  };
}

/** Those learned from by heads that have not, the others by the head itself. */
function judgeAll(
  { learned, heldOut, classNames }: ChosenPictures,
  learningCurve: LearningCurve,
  { leaveOneOut, temperature }: FittedRidgeHead,
  heldOutLogits: Float32Array,
): OwnPictures | null {
  const all = [...learned, ...heldOut];
  const logits = new Float32Array(leaveOneOut.logits.length + heldOutLogits.length);
  logits.set(leaveOneOut.logits);
  logits.set(heldOutLogits, leaveOneOut.logits.length);
  const counts = new Uint8Array(all.length).fill(1);
  counts.set(leaveOneOut.counts);
  const ofClass = new Uint32Array(classNames.length);
  for (const { label } of learned) ofClass[label]!++;
  return evaluateOwnPictures({
    judgedBy: 'leave_one_out',
    ids: all.map(({ sample }) => sample.id),
    labels: all.map(({ label }) => label),
    logits,
    counts,
    temperature,
    learned: ofClass,
    learningCurve,
  });
}

/** How many of the pictures kept out of training the new head and the version in service get right. */
async function compare(
  options: PictureRetrainingOptions,
  head: Head,
  { heldOut, classNames }: SeenPictures,
): Promise<SharedScore | null> {
  const { parent } = options;
  if (parent === null || heldOut.length === 0) return null;
  const network = networkOf(parent);
  const seen =
    network.id === options.network.id ? heldOut : await seenBy(network, heldOut, options);
  return {
    candidate: hits(headLogits(head, joined(heldOut)), classNames, heldOut),
    active: hits(headLogits(parent.head, joined(seen)), parent.card.class_names, seen),
    images: heldOut.length,
  };
}

function hits(
  logits: Float32Array,
  classNames: readonly string[],
  pictures: readonly LabelledPicture[],
): number {
  const classes = classNames.length;
  const keys = classNames.map(labelKey);
  return pictures.filter(
    ({ sample }, i) => keys[argMax(logits, i * classes, classes)] === labelKey(sample.label),
  ).length;
}

function fingerprintOf(pictures: readonly LabelledPicture[]): string {
  const fingerprint = createHash('sha256');
  const lines = pictures.map(({ sample }) => `${sample.id} ${sample.label}\n`);
  for (const line of lines.sort()) fingerprint.update(line);
  return fingerprint.digest('hex');
}
