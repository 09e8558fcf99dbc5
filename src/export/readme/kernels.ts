import type { InputSpec } from '../../config/input-spec';

/** What libraries for pictures call our kernels. */
export const KERNEL_NAMES: Readonly<
  Record<InputSpec['kernel'], { readonly sharp: string; readonly pillow: string }>
> = {
  triangle: { sharp: 'linear', pillow: 'BILINEAR' },
  cubic: { sharp: 'cubic', pillow: 'BICUBIC' },
  lanczos: { sharp: 'lanczos3', pillow: 'LANCZOS' },
};
