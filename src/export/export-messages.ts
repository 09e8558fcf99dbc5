/** What an export thread says at its end. */
export type ExportAnswer =
  | { readonly kind: 'written' }
  /** Why not, as a sentence; for the client unless it failed. */
  | { readonly kind: 'not-exportable' | 'failed'; readonly reason: string };
