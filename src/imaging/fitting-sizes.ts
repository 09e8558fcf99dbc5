import type { InputSpec } from '../config/input-spec';

/** The bars beside a picture whose shape is not that of the input have this grey, the middle of all colours. */
export const BAR_GREY = 127;

/** The size that a picture is to fill before its middle is cut out, as PIL and timm do it. */
export function coverSize({ width, height, crop }: InputSpec): { width: number; height: number } {
  return { width: Math.round(width / crop), height: Math.round(height / crop) };
}
