import { withMemorySettings, withoutMemorySettings } from '../../../src/training/memory-settings';

describe('the memory settings of processes that train', () => {
  it('are given to an environment that has none, and leave the rest of it alone', () => {
    const { GLIBC_TUNABLES, ...rest } = withMemorySettings({ PATH: '/bin' });
    expect(GLIBC_TUNABLES).toMatch(/^glibc\.malloc\.\w+=\d+(:glibc\.malloc\.\w+=\d+)+$/);
    expect(rest).toEqual({ PATH: '/bin' });
  });

  it('do not take the place of what somebody has set, nothing included', () => {
    for (const GLIBC_TUNABLES of ['glibc.malloc.arena_max=1', '']) {
      expect(withMemorySettings({ GLIBC_TUNABLES })).toEqual({ GLIBC_TUNABLES });
    }
  });

  it('can be taken out again', () => {
    expect(withoutMemorySettings(withMemorySettings({ PATH: '/bin' }))).toEqual({ PATH: '/bin' });
  });
});
