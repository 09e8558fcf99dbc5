import { describeNothingLeaves } from '../support/nothing-leaves';

// ONNX Runtime looked its host up 9 s after it was loaded.
describe('a service in use for a while', () => describeNothingLeaves({ forMs: 20_000 }));
