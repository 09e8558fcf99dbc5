import { describeHotSwap } from '../support/hot-swap';

// A few changes; hot-swap.slow.test.ts makes many, under more connections.
describe('hot swap', () => describeHotSwap({ connections: 8, changes: 8, moveOn: 2 }));
