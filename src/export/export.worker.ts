import { parentPort, workerData } from 'node:worker_threads';
import { beNicer } from '../config/be-nicer';
import { BrokenVersionError } from '../registry/errors';
import { NotExportableError } from './errors';
import type { ExportAnswer } from './export-messages';
import { writeExport, type ExportTask } from './write-export';

beNicer(); // takes what nobody else wants of the processor

async function answer(task: ExportTask): Promise<ExportAnswer> {
  try {
    await writeExport(task);
    return { kind: 'written' };
  } catch (error) {
    if (error instanceof NotExportableError || error instanceof BrokenVersionError) {
      return { kind: 'not-exportable', reason: error.message };
    }
    return {
      kind: 'failed',
      reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

void answer(workerData as ExportTask).then((message) => parentPort!.postMessage(message));
