/**
 * What kind of problem it is: the network or what was asked for cannot be used (`refused`), there is
 * no such backbone (`unknown`), the name is taken (`exists`), its files have changed (`broken`), or
 * it could not be fetched (`unreachable`) or written (`storage`), nothing may be downloaded here
 * (`switched-off`), or the program ended before it was done (`interrupted`).
 */
export type BackboneProblem =
  | 'refused'
  | 'unknown'
  | 'exists'
  | 'broken'
  | 'unreachable'
  | 'storage'
  | 'switched-off'
  | 'interrupted';

/** A network cannot become a backbone, or be used as one; the message is one line for the user. */
export class BackboneError extends Error {
  override readonly name = 'BackboneError';
  readonly problem: BackboneProblem;

  constructor(
    message: string,
    { problem = 'refused', ...options }: ErrorOptions & { readonly problem?: BackboneProblem } = {},
  ) {
    super(message, options);
    this.problem = problem;
  }
}
