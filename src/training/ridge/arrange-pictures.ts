import { unitRows } from '../../registry/head-arithmetic';
import type { PictureProducts } from './picture-products';
import type { LabelledPictures, PictureOrder } from './pictures';

/** Pictures in the order of their ids, ready to be compared. */
export interface ArrangedPictures extends PictureOrder {
  /** float32, [width]: the mean of the means of the classes, each as it is */
  readonly centre: Float32Array;
  /** float32, [n · views, width]: each picture and its mirror image, centred and of length 1 */
  readonly rows: Float32Array;
  readonly views: 1 | 2;
}

/** Puts pictures in the order of their ids and describes each by the direction from the centre in which it lies. */
export function arrangePictures(
  { ids, plain, mirrored, features, width }: LabelledPictures,
  { order: { order, labels, counts }, centre, views }: PictureProducts,
): ArrangedPictures {
  const rows = new Float32Array(ids.length * views * width);
  for (const [at, i] of order.entries()) {
    for (const [view, values] of [plain, ...(mirrored === null ? [] : [mirrored])].entries()) {
      const row = values.subarray(i * features, (i + 1) * features);
      rows.set(unitRows(row, features, width, centre), (at * views + view) * width);
    }
  }
  return { order, labels, counts, centre, rows, views };
}
