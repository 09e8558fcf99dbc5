import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openVersion } from '../registry/open-version';
import { VERSION_FILES } from '../registry/version-files';
import { EXPORT_FILES, type ExportFileName } from './export-files';
import { fitsLayersModel, layersClassifier } from './layers-classifier';
import { licencesOf } from './licences';
import { onnxClassifier } from './onnx-classifier';
import { preprocessingOf } from './preprocessing';
import { readmeOf } from './readme/readme';

/** What an export is made of. All paths are absolute. */
export interface ExportTask {
  /** `models/<version>` */
  readonly version: string;
  /** An empty folder that takes the files. */
  readonly target: string;
  /** Text of this project's licence. */
  readonly licenceFile: string;
  /** The script that fits pictures in a browser. */
  readonly fitPictureFile: string;
  /** The service's own version. */
  readonly producerVersion: string;
}

/**
 * Writes the export of a version, file by file, into a folder.
 *
 * @throws {BrokenVersionError} when the version is not whole
 * @throws {NotExportableError} when its graph is none that a head can be put behind
 */
export async function writeExport(task: ExportTask): Promise<void> {
  const { folder, card, head, onnxFile, onnxInt8File, tfjsFile } = await openVersion(task.version);
  const written: ExportFileName[] = [];
  const write = async (name: ExportFileName, bytes: Uint8Array | string): Promise<void> => {
    await writeFile(path.join(task.target, name), bytes);
    written.push(name);
  };
  const { producerVersion } = task;
  // Each is written before the next is made: one of them may be hundreds of megabytes.
  await write(EXPORT_FILES.onnx, await onnxClassifier(onnxFile, head, producerVersion));
  if (onnxInt8File !== null) {
    await write(EXPORT_FILES.onnxInt8, await onnxClassifier(onnxInt8File, head, producerVersion));
  }
  if (tfjsFile !== null && fitsLayersModel(head)) {
    const { model, weights } = await layersClassifier(tfjsFile, head);
    await write(EXPORT_FILES.tfjs, model);
    await write(EXPORT_FILES.tfjsWeights, weights);
  }
  await write(EXPORT_FILES.labels, asJson(card.class_names));
  await write(EXPORT_FILES.preprocessing, asJson(preprocessingOf(card.input)));
  await write(EXPORT_FILES.fitPicture, await readFile(task.fitPictureFile));
  await write(EXPORT_FILES.card, await readFile(path.join(folder, VERSION_FILES.card)));
  const ownLicence = await readFile(task.licenceFile, 'utf8');
  await write(EXPORT_FILES.licences, licencesOf(card, ownLicence));
  await write(EXPORT_FILES.readme, readmeOf(card, [...written, EXPORT_FILES.readme]));
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
