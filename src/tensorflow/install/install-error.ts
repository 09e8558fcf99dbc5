/** Native TensorFlow could not be installed; the message says in one sentence why and what helps. */
export class TensorFlowInstallError extends Error {
  override readonly name = 'TensorFlowInstallError';
}
