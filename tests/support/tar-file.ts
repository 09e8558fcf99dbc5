import { pack, type Header } from 'tar-stream';

/** An entry of a tar archive; a link has no content. */
export interface TarEntry extends Partial<Header> {
  readonly name: string;
  readonly content?: Buffer;
}

/** A tar archive of these entries, in order. */
export async function tarFile(entries: readonly TarEntry[]): Promise<Buffer> {
  const archive = pack();
  for (const { content, ...header } of entries) {
    archive.entry(header, content ?? Buffer.alloc(0));
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
