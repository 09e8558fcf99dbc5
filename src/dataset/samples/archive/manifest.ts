import { z } from 'zod';
import { SAMPLE_SOURCES, SPLITS, type Sample, type Split } from '../../../store/samples/sample';
import { partsOf } from './entry-place';

/** The list of files in an archive of samples, one JSON object a line. */
export const MANIFEST_NAME = 'manifest.jsonl';
/** The lines of some hundred thousand files; it is read into memory. */
export const MAX_MANIFEST_BYTES = 64 * 1024 * 1024;

const lineSchema = z.object({
  /** path of the file, beside the manifest */
  file: z.string().min(1).max(4096),
  label: z.string().min(1).max(1000),
  /** name of the file as it came */
  file_name: z.string().max(4096),
  source: z.enum(SAMPLE_SOURCES),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  /** of the file */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  split: z.enum(SPLITS),
});

/** What a manifest says of a file. */
export interface ManifestRecord {
  /** Line of the manifest, from 1. */
  readonly line: number;
  readonly label: string;
  readonly fileName: string;
  readonly source: Sample['source'];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly sha256: string;
  readonly split: Split;
}

/** What a manifest says, and what is wrong with it. */
export interface Manifest {
  /** By the path of the file in the archive, in one spelling. */
  readonly records: ReadonlyMap<string, ManifestRecord>;
  /** A sentence each. */
  readonly problems: readonly string[];
}

/** The line of a sample in the manifest of an export, with its end. */
export function manifestLine(file: string, sample: Sample, sha256: string): string {
  const line: z.infer<typeof lineSchema> = {
    file,
    label: sample.label,
    file_name: sample.fileName,
    source: sample.source,
    created_at: new Date(sample.createdAt).toISOString(),
    updated_at: new Date(sample.updatedAt).toISOString(),
    sha256,
    split: sample.split,
  };
  return `${JSON.stringify(line)}\n`;
}

/**
 * Reads a manifest. A line that is wrong is told and read over: the file that it means is taken by the
 * folder it lies in, as if there were no such line.
 *
 * @param folder that the manifest lies in, in the archive: '' or one that ends with a slash
 */
export function readManifest(text: string, folder: string): Manifest {
  const records = new Map<string, ManifestRecord>();
  const problems: string[] = [];
  for (const [index, content] of text.split('\n').entries()) {
    if (content.trim() === '') continue;
    const line = index + 1;
    const problem = addLine(records, content, folder, line);
    if (problem !== undefined) problems.push(`Line ${line} is read over: ${problem}`);
  }
  return { records, problems };
}

/** How a path in an archive is looked up; undefined for one that leads out of it. */
export function manifestKey(path: string): string | undefined {
  return partsOf(path)?.join('/');
}

/** @returns why the line is not taken */
function addLine(
  records: Map<string, ManifestRecord>,
  content: string,
  folder: string,
  line: number,
): string | undefined {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    return 'it is no JSON.';
  }
  const read = lineSchema.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.join('.') ?? '';
    return `${where === '' ? 'it' : `"${where}"`} is not as an export writes it.`;
  }
  const { file, ...said } = read.data;
  const inner = partsOf(file);
  const key = manifestKey(`${folder}${file}`);
  if (inner === undefined || key === undefined) return 'its file leads out of the archive.';
  if (records.has(key)) return 'an earlier line is about the same file.';
  records.set(key, {
    line,
    label: said.label,
    fileName: said.file_name,
    source: said.source,
    createdAt: Date.parse(said.created_at),
    updatedAt: Date.parse(said.updated_at),
    sha256: said.sha256,
    split: said.split,
  });
  return undefined;
}
