/** Keeps texts readable to this service alone. */
export interface Sealer {
  /** @param owner whose text it is; it opens for nobody else */
  seal(text: string, owner: string): Promise<string>;
  /** @returns rejects when the text was sealed with another secret, for another owner, or changed */
  open(sealed: string, owner: string): Promise<string>;
}
