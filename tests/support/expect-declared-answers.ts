import { takeProblems } from './declared-answers';

afterEach(() => {
  expect(takeProblems()).toEqual([]);
});
