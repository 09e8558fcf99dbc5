import { shownPath } from '../../../src/config/shown-path';

describe('a path as visitors see it', () => {
  it.each([
    ['models', 'models'],
    ['./models/', 'models'],
    ['/srv/classifier/models/more', 'models/more'],
    ['/srv/classifier', '.'],
    ['/home/ann/photos', '…/photos'],
    ['../../home/ann/photos', '…/photos'],
    ['..models', '..models'],
  ])('%s is %s', (given, shown) => {
    expect(shownPath(given, '/srv/classifier')).toBe(shown);
  });
});
