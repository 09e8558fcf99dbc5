/** Where the inference room tells what an operator should know; a winston logger is one. */
export interface InferenceLog {
  info(message: string, details: Readonly<Record<string, unknown>>): unknown;
  error(message: string, details: Readonly<Record<string, unknown>>): unknown;
}
