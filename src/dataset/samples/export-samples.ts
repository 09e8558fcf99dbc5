import { once } from 'node:events';
import { PassThrough, pipeline, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { usualEnding } from '../../config/image-formats';
import type { Sample, SampleStore } from '../../store/samples/sample';
import { exportedLabel } from './exported-label';
import { pictureOfPixels } from './former-pixels';
import type { SampleFiles } from './sample-files';

export interface ExportParts {
  readonly store: SampleStore;
  readonly files: SampleFiles;
}

const PAGE = 100;
/** Images hardly shrink; the archive is for carrying them together. */
const COMPRESSION_LEVEL = 1;

/**
 * All samples as a zip of `<label>/<id>.<ending>`, read from disk as fast as the archive is. Uploaded
 * again, it gives the same samples with the same labels.
 *
 * @returns the archive, which fails if a sample cannot be read
 */
export function exportSamples(parts: ExportParts): Readable {
  const zip = new ZipFile();
  const output = new PassThrough();
  // A broken archive ends without its directory; whoever reads it is told by the error.
  pipeline(zip.outputStream, output, () => undefined);
  zip.on('error', (error: Error) => output.destroy(error));
  addAll(zip, parts, output).catch((error: unknown) => output.destroy(error as Error));
  return output;
}

async function addAll(
  zip: ZipFile,
  { store, files }: ExportParts,
  output: Readable,
): Promise<void> {
  const closed = once(output, 'close').catch(() => undefined);
  let cursor: string | undefined;
  do {
    const page = await store.list({}, PAGE, cursor);
    for (const sample of page.samples) {
      const content = await contentOf(sample, { store, files });
      if (content === undefined) continue; // deleted meanwhile
      const { folder, comment } = exportedLabel(sample.label);
      const name = `${folder}/${sample.id}.${content.ending}`;
      const options = {
        mtime: new Date(sample.updatedAt),
        compressionLevel: COMPRESSION_LEVEL,
        fileComment: comment,
      };
      zip.addReadStream(content.stream, name, options);
      await Promise.race([finished(content.stream), closed]);
      if (!output.destroyed) continue;
      content.stream.destroy();
      return;
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  zip.end();
}

/** The file that the sample came as; where it is lost, one of the sample's pixels. */
async function contentOf(
  { id, format }: Sample,
  { store, files }: ExportParts,
): Promise<{ readonly stream: Readable; readonly ending: string } | undefined> {
  const file = await files.read(id, format);
  if (file !== undefined) {
    return { stream: file.stream, ending: usualEnding(format) };
  }
  const pixels = await store.pixels(id);
  if (pixels === undefined) return undefined;
  const { bytes } = await pictureOfPixels(pixels);
  return { stream: Readable.from([bytes]), ending: 'png' };
}
