import { existsSync, realpathSync } from 'node:fs';
import { mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { TensorFlowLibrary } from './tensorflow-library';

const FRAMEWORK = 'libtensorflow_framework.so';

/** Puts the library where tfjs-node's binding is compiled against it, and finds it when it loads. */
export async function linkLibrary(
  nodePackage: string,
  { headers, library, framework }: TensorFlowLibrary,
): Promise<void> {
  const deps = path.join(nodePackage, 'deps');
  const lib = path.join(deps, 'lib');
  await rm(deps, { recursive: true, force: true });
  await mkdir(lib, { recursive: true });
  await symlink(headers, path.join(deps, 'include'));
  // The plain names are what the linker asks for, the others what is asked for at run time.
  const links = new Map([
    ['libtensorflow.so', library],
    [path.basename(library), library],
    [FRAMEWORK, framework],
    [`${FRAMEWORK}.2`, framework],
  ]);
  for (const [name, file] of links) await symlink(file, path.join(lib, name));
}

/** Whether it is this library that tfjs-node is linked to. */
export function isLinked(nodePackage: string, { library }: TensorFlowLibrary): boolean {
  const link = path.join(nodePackage, 'deps', 'lib', 'libtensorflow.so');
  return existsSync(link) && realpathSync(link) === realpathSync(library);
}
