import { readFile } from 'node:fs/promises';
import type { PutSample } from '../../store/samples/sample';
import { PixelBudgetError, type PixelBudget } from '../../imaging/pixel-budget';
import type { ArchiveLimits } from './archive/archive-entry';
import { ArchiveError } from './archive/archive-error';
import { archiveKind, type ArchiveKind } from './archive/archive-kind';
import { imagesOfArchive } from './archive/images-of-archive';
import { cleanArchivePath } from './clean-file-name';
import { LabelError } from './label';
import type { LabelReader } from './label-reader';
import type { IncomingImage, SampleCollection } from './sample-collection';
import { TooManyClassesError } from './too-many-classes-error';

/** A file that was uploaded, on disk. */
export interface UploadedFile {
  readonly fileName: string;
  readonly path: string;
  readonly bytes: number;
}

/** An uploaded file, an image or an archive, with the label given for it. */
export interface LabelledUpload {
  readonly file: UploadedFile;
  readonly archive: ArchiveKind | undefined;
  /** Not checked; of an archive, for the images that lie in no folder. */
  readonly label: string | undefined;
}

/** What became of a file, or of one inside an archive. */
export type UploadOutcome = { readonly fileName: string } & (
  | PutSample
  /** `isTooMany`: its label would make a class too many. */
  | { readonly reason: string; readonly isTooMany?: boolean }
  /** Why nobody would miss it. */
  | { readonly skipped: string }
);

/** An image that waits for others to be stored together with it, or what is wrong with it. */
type Candidate =
  | IncomingImage
  | { readonly fileName: string; readonly reason: string }
  | { readonly fileName: string; readonly skipped: string };

/** Where uploads go, and what they may be. */
export interface UploadParts {
  /** What the whole upload may make the service decode. */
  readonly budget: PixelBudget;
  /** Most samples that may come to those that there are. */
  readonly maxNew: number;
  /** Whether all of them are for the test set. */
  readonly isTest: boolean;
  /** Aborts when nobody waits any more, or when it takes too long. */
  readonly signal: AbortSignal;
  readonly collection: SampleCollection;
  readonly labels: LabelReader;
  readonly limits: ArchiveLimits;
}

/** Images in memory and in one transaction. */
const MAX_TOGETHER = 8;
const MAX_BYTES_TOGETHER = 16 * 1024 * 1024;

/**
 * The labels of the files of a form: one for each file, or one for each image where archives have
 * their own, or one for all, or none where there are only archives.
 *
 * @returns undefined where the number of labels does not fit
 */
export function withLabels(
  files: readonly { readonly file: UploadedFile; readonly archive: ArchiveKind | undefined }[],
  labels: readonly string[],
): LabelledUpload[] | undefined {
  const images = files.filter(({ archive }) => archive === undefined);
  if (labels.length === 1) return files.map((file) => ({ ...file, label: labels[0] }));
  if (labels.length === files.length) {
    return files.map((file, index) => ({ ...file, label: labels[index] }));
  }
  if (labels.length !== images.length) return undefined;
  let next = 0;
  return files.map((file) => ({
    ...file,
    label: file.archive === undefined ? labels[next++] : undefined,
  }));
}

/** Tells which of the files are archives. */
export async function findArchives(
  files: readonly UploadedFile[],
): Promise<{ readonly file: UploadedFile; readonly archive: ArchiveKind | undefined }[]> {
  const found: { file: UploadedFile; archive: ArchiveKind | undefined }[] = [];
  for (const file of files) found.push({ file, archive: await archiveKind(file.path) });
  return found;
}

/**
 * Adds uploaded files to the samples, a few in memory at a time. What is no image, or has no label,
 * is told with the reason, and the others are added. An upload that meets a limit on the way keeps
 * what was added until then, and is told why the rest was not.
 *
 * @throws {PixelBudgetError} when that happens before anything was added
 * @throws the reason of the signal; what was added until then stays
 */
export async function addUploads(
  uploads: readonly LabelledUpload[],
  parts: UploadParts,
): Promise<UploadOutcome[]> {
  const { signal } = parts;
  const adding = new Adding(parts);
  let last = '';
  try {
    for (const upload of uploads) {
      last = upload.file.fileName;
      for await (const candidate of candidatesOf(upload, parts)) {
        signal.throwIfAborted();
        await adding.take(candidate);
      }
    }
    await adding.store();
  } catch (error) {
    if (!(error instanceof PixelBudgetError) || !adding.hasSaved) throw error;
    adding.stop(last, `${error.message} What follows was not read.`);
  }
  return adding.outcomes;
}

/** Takes candidates one by one, and adds them a few together. */
class Adding {
  readonly outcomes: UploadOutcome[] = [];
  readonly #parts: UploadParts;
  readonly #labels = new Set<string>();
  #together: IncomingImage[] = [];
  #bytes = 0;
  #new = 0;

  constructor(parts: UploadParts) {
    this.#parts = parts;
  }

  get hasSaved(): boolean {
    return this.outcomes.some((outcome) => 'outcome' in outcome);
  }

  async take(candidate: Candidate): Promise<void> {
    if ('reason' in candidate || 'skipped' in candidate) {
      this.outcomes.push(candidate);
      return;
    }
    const reason = this.#beyondLimits(candidate);
    if (reason !== undefined) {
      this.outcomes.push({ fileName: candidate.fileName, reason });
      return;
    }
    this.#together.push(candidate);
    this.#bytes += candidate.bytes.length;
    const isEnough = this.#together.length >= MAX_TOGETHER || this.#bytes >= MAX_BYTES_TOGETHER;
    if (isEnough) await this.store();
  }

  async store(): Promise<void> {
    const { collection, budget, signal } = this.#parts;
    const added = await collection.add(this.#together, { budget, signal });
    this.outcomes.push(
      ...added.map((image) =>
        'error' in image
          ? {
              fileName: image.fileName,
              reason: image.error.message,
              isTooMany: image.error instanceof TooManyClassesError,
            }
          : image,
      ),
    );
    this.#new += added.filter((image) => 'outcome' in image && image.outcome === 'new').length;
    this.#forget();
  }

  /** Gives up what is not stored yet. */
  stop(fileName: string, reason: string): void {
    const names = this.#together.map((image) => image.fileName);
    if (names.length === 0) names.push(fileName);
    this.outcomes.push(...names.map((name) => ({ fileName: name, reason })));
    this.#forget();
  }

  #forget(): void {
    this.#together = [];
    this.#bytes = 0;
  }

  #beyondLimits({ label }: IncomingImage): string | undefined {
    const { limits, maxNew } = this.#parts;
    if (this.#new + this.#together.length >= maxNew) {
      return 'The service keeps no more labelled images; delete some first.';
    }
    if (!this.#labels.has(label.key) && this.#labels.size >= limits.maxLabels) {
      return `The upload has more than ${limits.maxLabels} labels.`;
    }
    this.#labels.add(label.key);
    return undefined;
  }
}

async function* candidatesOf(
  { file, archive, label }: LabelledUpload,
  { labels, limits, isTest, signal }: UploadParts,
): AsyncGenerator<Candidate> {
  const { fileName, path, bytes } = file;
  if (archive === undefined) {
    if (bytes > limits.maxFileBytes) {
      yield { fileName, reason: `The file is larger than ${limits.maxFileBytes} bytes.` };
    } else {
      yield await labelled(labels, {
        fileName,
        label,
        source: 'upload',
        isTest,
        bytes: await readFile(path),
      });
    }
    return;
  }
  try {
    for await (const found of imagesOfArchive(path, archive, limits, signal)) {
      const name = cleanArchivePath(`${fileName}/${found.fileName}`);
      if ('reason' in found) yield { fileName: name, reason: found.reason };
      else if ('skipped' in found) yield { fileName: name, skipped: found.skipped };
      else {
        const { record } = found;
        yield await labelled(labels, {
          fileName: name,
          label: record?.label ?? found.label ?? label,
          source: record?.source ?? 'archive',
          isTest: isTest || record?.split === 'test',
          restored: record && {
            fileName: cleanArchivePath(record.fileName),
            isHeldOut: record.split === 'held_out',
            createdAt: record.createdAt,
            updatedAt: record.updatedAt,
          },
          bytes: found.bytes,
        });
      }
    }
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    yield { fileName, reason: error.message };
  }
}

/** An image whose label is not read yet. */
interface UnreadImage extends Omit<IncomingImage, 'label'> {
  readonly label: string | undefined;
}

async function labelled(labels: LabelReader, image: UnreadImage): Promise<Candidate> {
  const { fileName, label } = image;
  if (label === undefined) {
    return { fileName, reason: 'It does not lie in a folder named by its label.' };
  }
  try {
    return { ...image, label: await labels.read(label) };
  } catch (error) {
    if (error instanceof LabelError) {
      return { fileName, reason: error.message };
    }
    throw error;
  }
}
