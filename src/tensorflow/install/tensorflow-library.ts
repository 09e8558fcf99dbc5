import { existsSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** A TensorFlow C library on this machine, with the headers to compile against it. */
export interface TensorFlowLibrary {
  /** Where it comes from, to be read: `LIBTENSORFLOW_ROOT`, `the Python package at ...`. */
  readonly origin: string;
  /** As in `2.21.0`; undefined where only the loaded library could tell. */
  readonly version: string | undefined;
  /** Folder that has `tensorflow/c/c_api.h`. */
  readonly headers: string;
  /** The shared library with the C API. */
  readonly library: string;
  /** The shared library that it needs beside it. */
  readonly framework: string;
}

/** Python packages name it libtensorflow_cc, the C library's archive libtensorflow. */
const LIBRARY_NAMES = ['libtensorflow_cc.so.2', 'libtensorflow.so.2', 'libtensorflow.so'];
const FRAMEWORK_NAMES = ['libtensorflow_framework.so.2', 'libtensorflow_framework.so'];

/**
 * The library in this folder: either the `tensorflow` folder of a Python package, or an unpacked
 * archive of the C library (`include` and `lib`).
 */
export function libraryIn(folder: string, origin: string): TensorFlowLibrary | undefined {
  const headers = path.join(folder, 'include');
  if (!existsSync(path.join(headers, 'tensorflow', 'c', 'c_api.h'))) return undefined;
  for (const place of [folder, path.join(folder, 'lib')]) {
    const library = firstExisting(place, LIBRARY_NAMES);
    const framework = firstExisting(place, FRAMEWORK_NAMES);
    if (library !== undefined && framework !== undefined) {
      return { origin, version: versionOf(folder, library), headers, library, framework };
    }
  }
  return undefined;
}

function firstExisting(folder: string, names: readonly string[]): string | undefined {
  return names.map((name) => path.join(folder, name)).find((file) => existsSync(file));
}

/** By the Python package's metadata beside it, or by the real file's name (`...so.2.18.0`). */
function versionOf(folder: string, library: string): string | undefined {
  const beside = path.dirname(realpathSync(folder));
  const names = [...readdirSync(beside), path.basename(realpathSync(library))];
  for (const name of names) {
    const version =
      /^tensorflow(?:_[a-z]+)*-(\d[^-]*)\.dist-info$/.exec(name)?.[1] ??
      /\.so\.(\d+\.\d+\.\d+)$/.exec(name)?.[1];
    if (version !== undefined) return version;
  }
  return undefined;
}

export function describeLibrary({ origin, version }: TensorFlowLibrary): string {
  return `TensorFlow${version === undefined ? '' : ` ${version}`}, ${origin}`;
}
