import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, pipeline, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Sample, SampleStore } from '../../store/samples/sample';
import { MANIFEST_NAME, manifestLine } from './archive/manifest';
import { exportedLabel } from './exported-label';
import { ExportedNames } from './exported-name';
import { pictureOfPixels } from './former-pixels';
import type { SampleFiles } from './sample-files';
import { sampleId } from './sample-id';
import { inUploadFolder } from './upload-folders';

export interface ExportParts {
  readonly store: SampleStore;
  readonly files: SampleFiles;
  /** Folder of folders in which work goes on. */
  readonly uploadFolder: string;
  readonly newId: () => string;
}

const PAGE = 100;
/** Images hardly shrink; the archive is for carrying them together. */
const COMPRESSION_LEVEL = 1;

/**
 * Samples as a zip of `<label>/<file name>` with a `manifest.jsonl`, read from disk as fast as the
 * archive is. Uploaded again, here or elsewhere, it gives the same samples: files, labels, names,
 * sources, dates and splits.
 *
 * @param what the test set, or everything else
 * @returns the archive, which fails if a sample cannot be read
 */
export function exportSamples(parts: ExportParts, what: 'test' | 'others'): Readable {
  const zip = new ZipFile();
  const output = new PassThrough();
  // A broken archive ends without its directory; whoever reads it is told by the error.
  pipeline(zip.outputStream, output, () => undefined);
  zip.on('error', (error: Error) => output.destroy(error));
  const closed = once(output, 'close').catch(() => undefined);
  const adding: Adding = { zip, closed, output, what, parts, names: new ExportedNames() };
  inUploadFolder(parts.uploadFolder, parts.newId(), (folder) => addAll(adding, folder)).catch(
    (error: unknown) => output.destroy(error as Error),
  );
  return output;
}

interface Adding {
  readonly zip: ZipFile;
  readonly output: PassThrough;
  /** When whoever reads the archive reads no more. */
  readonly closed: Promise<unknown>;
  readonly what: 'test' | 'others';
  readonly parts: ExportParts;
  readonly names: ExportedNames;
}

/** The manifest is written beside the archive, and goes into it last: there may be a million lines. */
async function addAll(adding: Adding, folder: string): Promise<void> {
  const { zip, output, what, parts } = adding;
  const file = path.join(folder, MANIFEST_NAME);
  const manifest = await open(file, 'w');
  let added = 0;
  try {
    let cursor: string | undefined;
    do {
      const filter = what === 'test' ? ({ split: 'test' } as const) : {};
      const page = await parts.store.list(filter, PAGE, cursor);
      for (const sample of page.samples) {
        if (await addSample(adding, sample, manifest)) added += 1;
        if (output.destroyed) return;
      }
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  } finally {
    await manifest.close();
  }
  if (added > 0) await addEntry(adding, createReadStream(file), MANIFEST_NAME, {});
  zip.end();
}

/** @returns whether it is there; it may have been deleted meanwhile */
async function addSample(adding: Adding, sample: Sample, manifest: FileHandle): Promise<boolean> {
  const content = await contentOf(sample, adding.parts);
  if (content === undefined) return false;
  const { folder, comment } = exportedLabel(sample.label);
  const { format } = content;
  const name = adding.names.nameOf(folder, sample.fileName, { format, id: sample.id });
  const entry = `${folder}/${name}`;
  await addEntry(adding, content.stream, entry, {
    mtime: new Date(sample.updatedAt),
    fileComment: comment,
  });
  await manifest.appendFile(manifestLine(entry, sample, content.sha256));
  return true;
}

async function addEntry(
  { zip, output, closed }: Adding,
  stream: Readable,
  name: string,
  options: { readonly mtime?: Date; readonly fileComment?: string },
): Promise<void> {
  zip.addReadStream(stream, name, { compressionLevel: COMPRESSION_LEVEL, ...options });
  await Promise.race([finished(stream), closed]);
  if (output.destroyed) stream.destroy();
}

interface Content {
  readonly stream: Readable;
  readonly format: string;
  readonly sha256: string;
}

/** The file that the sample came as; where it is lost, one of the pixels that were stored with it. */
async function contentOf(
  { id, format, fileHash }: Sample,
  { store, files }: ExportParts,
): Promise<Content | undefined> {
  if (fileHash === null) {
    // It comes from an earlier release and has not been taken over yet.
    const bytes = await files.readWhole(id, format);
    if (bytes !== undefined) return contentOfBytes(bytes, format);
  } else {
    const file = await files.read(id, format);
    if (file !== undefined) return { stream: file.stream, format, sha256: fileHash };
  }
  const pixels = await store.pixels(id);
  if (pixels === undefined) return undefined;
  const made = await pictureOfPixels(pixels);
  return contentOfBytes(made.bytes, made.format);
}

async function contentOfBytes(bytes: Uint8Array, format: string): Promise<Content> {
  return { stream: Readable.from([bytes]), format, sha256: await sampleId(bytes) };
}
