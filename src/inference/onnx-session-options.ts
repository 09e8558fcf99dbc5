import type { InferenceSession } from 'onnxruntime-node';

/**
 * One worker a core beats one session of many threads, and both together are slowest (measured).
 */
export const SINGLE_THREAD: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  logSeverityLevel: 3,
};
