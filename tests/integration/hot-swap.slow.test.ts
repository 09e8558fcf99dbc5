import { describeHotSwap } from '../support/hot-swap';

describe('hot swap', () => describeHotSwap({ connections: 64, changes: 50, moveOn: 10 }));
