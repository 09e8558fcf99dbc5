/** Images with their labels, in memory. */
export interface LabelledImages {
  /** uint8, [n, 32, 32, 3], RGB */
  readonly images: Uint8Array;
  /** [n], index of the class */
  readonly labels: Uint8Array;
}
