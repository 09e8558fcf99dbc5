import path from 'node:path';
import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { parseChecksum, type Checksum } from '../dataset/collections/checksum';
import { CIFAR_CHECKSUM, CIFAR_URL, fetchCifar } from '../dataset/collections/fetch-cifar';
import { runCommand, UsageError } from './run-command';

const USAGE = `Downloads CIFAR-10 (170 MB), checks it and unpacks it. A download that broke off is resumed.

  npm run data:download -- [options]

  --dir FOLDER       where to (default: data)
  --url URL          a mirror of cifar-10-binary.tar.gz (default: ${CIFAR_URL})
  --checksum DIGEST  MD5 or SHA-256 of the archive (default: the MD5 its authors publish,
                     ${CIFAR_CHECKSUM.digest})

Without a network: put cifar-10-binary.tar.gz into the folder, and this unpacks it.
`;

const MEGABYTE = 1e6;

runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string', default: 'data' },
      url: { type: 'string', default: CIFAR_URL },
      checksum: { type: 'string', default: CIFAR_CHECKSUM.digest },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const bar = new SingleBar(
    {
      format: 'downloading {bar} {percentage}% of {total} MB, {eta_formatted} left',
      formatValue: (value, _, kind) =>
        String(kind === 'total' ? Math.round(value / MEGABYTE) : value),
      hideCursor: true,
      stream: process.stderr,
    },
    Presets.rect,
  );
  try {
    const { done, folder } = await fetchCifar({
      url: urlOf(values.url),
      folder: path.resolve(values.dir),
      checksum: checksumOf(values.checksum),
      signal,
      onProgress: (doneBytes, totalBytes) => {
        if (!bar.isActive) bar.start(totalBytes ?? doneBytes, doneBytes);
        bar.setTotal(totalBytes ?? doneBytes);
        bar.update(doneBytes);
      },
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
