// ONNX Runtime, silent. Whoever needs it imports it from here: a lint rule holds that, and the order
// of these lines matters.
import './disable-telemetry';

export { env, InferenceSession, Tensor } from 'onnxruntime-node';
