import { parentPort, workerData } from 'node:worker_threads';
import { beNicer } from '../../config/be-nicer';
import { openVersion } from '../../registry/open-version';
import { referenceOf } from './read-reference';
import type { ReferenceTask } from './reference-thread';

beNicer(); // takes what nobody else wants of the processor

async function answer({ folder, name }: ReferenceTask): Promise<void> {
  parentPort!.postMessage(await referenceOf(await openVersion(folder, name)));
}

void answer(workerData as ReferenceTask);
