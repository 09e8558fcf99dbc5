import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cpuFeatures } from '../tensorflow/install/cpu-features';
import { findLibrary } from '../tensorflow/install/find-library';
import { TensorFlowInstallError } from '../tensorflow/install/install-error';
import {
  describePlan,
  installTensorFlow,
  type InstallOptions,
} from '../tensorflow/install/install-tensorflow';
import { isLinked } from '../tensorflow/install/link-library';
import { replaceInstalled } from '../tensorflow/install/replace-installed';
import { tryBinding } from '../tensorflow/install/try-binding';
import { loadTensorFlow } from '../tensorflow/load-backend';
import { packageFolder } from '../tensorflow/package-folder';
import { runCommand } from './run-command';

const USAGE = `Installs native TensorFlow for training, some twenty times as fast as WebAssembly.

  npm run tensorflow:install -- [options]

  --check  only tell which TensorFlow would be used, and which one runs now
  --force  install again, even if one runs

The library is taken from the first of these that has one:
  1. the folder LIBTENSORFLOW_ROOT: an unpacked archive of TensorFlow's C library, or the
     "tensorflow" folder of its Python package
  2. Python's package "tensorflow" or "tensorflow-cpu", as far as it is installed
  3. the same package, downloaded by pip into node_modules/.cache (250 MB; 1.1 GB on disk)
  4. the download of the npm package @tensorflow/tfjs-node itself (an older TensorFlow)
The first three need Linux, a C++ compiler, make and Python 3.
`;

runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const nodePackage = packageFolder('@tensorflow/tfjs-node');
  if (nodePackage === undefined) {
    throw new TensorFlowInstallError(
      '@tensorflow/tfjs-node is not installed; run `npm ci` without --omit=optional.',
    );
  }
  const { LIBTENSORFLOW_ROOT: root } = process.env;
  const options: InstallOptions = {
    nodePackage,
    root: root === '' ? undefined : root,
    cacheFolder: path.join(nodePackage, '..', '..', '.cache', 'tensorflow'),
    signal,
    say: (line) => console.log(line),
  };
  if (values.check) await check(options);
  else await install(options, values.force);
});

/** Tells what an installation would use, and what runs now. */
async function check(options: InstallOptions): Promise<void> {
  const features = cpuFeatures(readCpuInfo()).join(', ');
  console.log(`would use: ${await describePlan(options)}`);
  console.log(`runs now:  ${(await running()) ?? 'none; training uses WebAssembly'}`);
  console.log(`processor: ${features === '' ? 'its features are told on Linux only' : features}`);
}

async function install(options: InstallOptions, force: boolean): Promise<void> {
  const isAsWanted = !force && (await isLinkedAsWanted(options));
  const present = isAsWanted ? await running() : undefined;
  if (present !== undefined) {
    console.log(`${present} is installed already.`);
    return;
  }
  await replaceInstalled(options.nodePackage, async () => {
    await installTensorFlow(options);
    await tryBinding(options.nodePackage, options.signal);
  });
  const { description } = await loadTensorFlow('tfjs-node');
  console.log(`${description} is installed; training uses it from now on.`);
}

/** Whether what is linked is what LIBTENSORFLOW_ROOT asks for; without it, any is good. */
async function isLinkedAsWanted(options: InstallOptions): Promise<boolean> {
  if (options.root === undefined) return true;
  const library = await findLibrary(options);
  return library !== undefined && isLinked(options.nodePackage, library);
}

async function running(): Promise<string | undefined> {
  try {
    return (await loadTensorFlow('tfjs-node')).description;
  } catch {
    return undefined; // why it does not load is told by the installation, if that fails too
  }
}

function readCpuInfo(): string {
  return process.platform === 'linux' ? readFileSync('/proc/cpuinfo', 'utf8') : '';
}
