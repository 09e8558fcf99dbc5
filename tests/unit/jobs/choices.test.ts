import { retrainBodySchema } from '../../../src/http/api/training/jobs-schema';
import { RECIPE_NAMES } from '../../../src/jobs/choices';

describe('what a full retraining may choose', () => {
  it('is every recipe that begins with fresh weights, and no other', () => {
    expect(RECIPE_NAMES).toEqual(['short', 'long', 'robust']);
    expect(retrainBodySchema.safeParse({ mode: 'full', recipe: 'robust' }).success).toBe(true);
    expect(retrainBodySchema.safeParse({ mode: 'full', recipe: 'refine' }).success).toBe(false);
  });
});
