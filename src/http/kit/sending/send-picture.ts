import type { Response } from 'express';
import { isShownByBrowsers } from '../../../config/image-formats';
import type { DecodingGate } from '../../../imaging/decoding-gate';
import { hasThumbnail, makeThumbnail, makeView } from '../../../imaging/thumbnail';
import { clientSignal } from '../client-signal';
import { sendImage } from './send-image';

/** A picture as it came, in memory. */
export interface Picture {
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** Answers with what every browser can show of a picture, as WebP; it waits for its turn to be decoded. */
export function sendView(res: Response, gate: DecodingGate, picture: Picture): Promise<void> {
  return sendWebp(res, gate, picture, makeView);
}

/** Answers with a small picture, where none is stored: a tiny picture that browsers show is that itself. */
export async function sendMadeThumbnail(
  res: Response,
  gate: DecodingGate,
  picture: Picture,
): Promise<void> {
  if (!hasThumbnail(picture) && isShownByBrowsers(picture.format)) {
    sendImage(res, picture.format, picture.bytes);
  } else {
    await sendWebp(res, gate, picture, makeThumbnail);
  }
}

async function sendWebp(
  res: Response,
  gate: DecodingGate,
  { width, height, bytes }: Picture,
  make: (file: Uint8Array) => Promise<Uint8Array>,
): Promise<void> {
  const leave = await gate.enter(width * height, 'bulk', clientSignal(res));
  try {
    sendImage(res, 'webp', await make(bytes));
  } finally {
    leave();
  }
}
