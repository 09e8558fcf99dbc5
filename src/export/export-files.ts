/** The files of an export, by role. */
export const EXPORT_FILES = {
  onnx: 'classifier.onnx',
  /** only where the version has such a graph */
  onnxInt8: 'classifier.int8.onnx',
  /** only where the version has such a model, with a head that it can have */
  tfjs: 'model.json',
  tfjsWeights: 'weights.bin',
  labels: 'labels.json',
  preprocessing: 'preprocessing.json',
  card: 'card.json',
  /** What browsers make of a picture what the graphs take, with. */
  fitPicture: 'fit-picture.js',
  readme: 'README.md',
  licences: 'LICENSES.md',
} as const;

/** An exported file, or one that is to be written. */
export type ExportFileName = (typeof EXPORT_FILES)[keyof typeof EXPORT_FILES];

/** Whether a text names a file that an export can have; everything else is nothing to look for. */
export function isExportFileName(text: string): text is ExportFileName {
  return (Object.values(EXPORT_FILES) as string[]).includes(text);
}
