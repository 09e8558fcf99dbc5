import { describeNothingLeaves } from '../support/nothing-leaves';

describe('a service in use', () => describeNothingLeaves({ forMs: 0 }));
