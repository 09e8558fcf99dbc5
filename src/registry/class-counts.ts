import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { ModelCard } from './card';
import { VERSION_FILES } from './version-files';

const LENGTH_BYTES = 8;
const MAX_HEADER_BYTES = 1_000_000;

/**
 * How many training images of each class a version's graph has seen, out of the few bytes of
 * `features.safetensors` that say so; the file itself has millions.
 *
 * @param folder `models/<version>`, whose files have been checked
 * @returns nothing of a version whose graph was not trained here, and who has no such file
 */
export async function readClassCounts(
  folder: string,
  { files }: Pick<ModelCard, 'files'>,
): Promise<Readonly<Record<string, number>>> {
  if (!Object.hasOwn(files, VERSION_FILES.features)) return {};
  const file = await open(path.join(folder, VERSION_FILES.features));
  try {
    const length = Number((await read(file, 0, LENGTH_BYTES)).readBigUInt64LE());
    if (length > MAX_HEADER_BYTES) throw new Error('its header is longer than it may be');
    const header = JSON.parse((await read(file, LENGTH_BYTES, length)).toString()) as {
      __metadata__: { class_names: string };
      class_counts: { data_offsets: [number, number] };
    };
    const [begin, end] = header.class_counts.data_offsets;
    const bytes = await read(file, LENGTH_BYTES + length + begin, end - begin);
    const names = JSON.parse(header.__metadata__.class_names) as string[];
    return Object.fromEntries(
      names.map((name, i) => [name, bytes.readDoubleLE(i * Float64Array.BYTES_PER_ELEMENT)]),
    );
  } finally {
    await file.close();
  }
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new Error(`${VERSION_FILES.features} is too short`);
  return buffer;
}
