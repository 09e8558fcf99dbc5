/**
 * What kind of problem it is: the network or what was asked for cannot be used (`refused`), there is
 * no such backbone (`unknown`), the name is taken (`exists`), its files have changed (`broken`), or
 * it could not be fetched (`unreachable`) or written (`storage`), or nothing may be downloaded here
 * (`switched-off`).
 */
export type BackboneProblem =
  'refused' | 'unknown' | 'exists' | 'broken' | 'unreachable' | 'storage' | 'switched-off';

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
