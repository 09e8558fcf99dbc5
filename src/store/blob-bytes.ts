/** A blob as the driver gives it, as bytes in an ArrayBuffer of their own. */
export function blobBytes(blob: ArrayBuffer | Uint8Array): Uint8Array {
  return new Uint8Array(blob);
}
