import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { blobBytes } from '../blob-bytes';
import { SqliteFile } from '../sqlite/sqlite-file';

/** What a network makes of a picture and of its mirror image. */
export interface PictureFeatures {
  /** float32, [features] */
  readonly plain: Float32Array;
  /** float32, [features] */
  readonly mirrored: Float32Array;
}

/** Another number makes what is kept be computed anew. */
const FORMAT = 1;

const SCHEMA = `
  create table features (
    graph text not null,
    picture text not null,
    plain blob not null,
    mirrored blob not null,
    primary key (graph, picture)
  );
  pragma user_version = ${FORMAT};
`;

/**
 * The features of pictures that were computed before, each for one network and one way of fitting.
 * A file of its own in the persistence folder, which may be deleted at any time: then they are
 * computed again, and so they are where the file is damaged.
 *
 * @example
 * const cache = FeatureCache.open(config.PERSISTENCE_DIR);
 * const known = cache.get(graphId, pictures);
 */
export class FeatureCache {
  readonly #file: SqliteFile;

  static open(directory: string): FeatureCache {
    mkdirSync(directory, { recursive: true });
    const name = path.join(directory, 'features.sqlite');
    try {
      return new FeatureCache(name);
    } catch {
      // Nothing in it is precious: a damaged file, or one of another release, makes way for a new one.
      for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(name + ending, { force: true });
      return new FeatureCache(name);
    }
  }

  private constructor(name: string) {
    this.#file = new SqliteFile(name);
    try {
      const [row] = this.#file.query('pragma user_version', []).rows;
      const { user_version: format } = row as { user_version: number };
      if (format === 0) this.#file.execute(SCHEMA);
      else if (format !== FORMAT) throw new RangeError(`its format is ${format}, not ${FORMAT}`);
      this.#file.query('select count(*) from features', []);
    } catch (error) {
      this.#file.close();
      throw error;
    }
  }

  /**
   * @param graph identity of the network and of how pictures are fitted to its input
   * @param pictures identities of pictures
   * @returns those that are there, by picture
   */
  get(graph: string, pictures: readonly string[]): Map<string, PictureFeatures> {
    const found = new Map<string, PictureFeatures>();
    for (const picture of pictures) {
      const { rows } = this.#file.query(
        'select plain, mirrored from features where graph = ? and picture = ?',
        [graph, picture],
      );
      const row = rows[0] as { plain: Uint8Array; mirrored: Uint8Array } | undefined;
      if (row === undefined) continue;
      found.set(picture, { plain: floats(row.plain), mirrored: floats(row.mirrored) });
    }
    return found;
  }

  put(graph: string, features: ReadonlyMap<string, PictureFeatures>): void {
    this.#inTransaction(() => {
      for (const [picture, { plain, mirrored }] of features) {
        this.#file.query('insert or replace into features values (?, ?, ?, ?)', [
          graph,
          picture,
          bytesOf(plain),
          bytesOf(mirrored),
        ]);
      }
    });
  }

  /** Forgets every picture but these: of what was deleted nothing stays. */
  keepOnly(pictures: ReadonlySet<string>): void {
    const { rows } = this.#file.query('select distinct picture from features', []);
    const gone = (rows as { picture: string }[]).filter(({ picture }) => !pictures.has(picture));
    if (gone.length === 0) return;
    this.#inTransaction(() => {
      for (const { picture } of gone) {
        this.#file.query('delete from features where picture = ?', [picture]);
      }
    });
  }

  close(): void {
    this.#file.close();
  }

  #inTransaction(work: () => void): void {
    this.#file.execute('begin immediate');
    try {
      work();
      this.#file.execute('commit');
    } catch (error) {
      if (this.#file.isInTransaction) this.#file.execute('rollback');
      throw error;
    }
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A copy whose start is where a float may start. */
function floats(blob: Uint8Array): Float32Array {
  return new Float32Array(blobBytes(blob).buffer as ArrayBuffer);
}
