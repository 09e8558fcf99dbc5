import path from 'node:path';
import { MASK, settingsInForce, type SettingInForce } from '../../../src/config/in-force';
import { loadConfiguration } from '../../../src/config/load';
import { VARIABLES } from '../../../src/config/schema';

function setting(name: string, environment: Record<string, string> = {}): SettingInForce {
  const settings = settingsInForce(loadConfiguration(environment));
  return settings.find((one) => one.name === name)!;
}

describe('the configuration in force', () => {
  it('names every variable', () => {
    const names = settingsInForce(loadConfiguration({})).map(({ name }) => name);
    expect(names).toEqual(Object.keys(VARIABLES));
  });

  it('tells what is set from what is not', () => {
    expect(setting('MAX_BATCH_SIZE')).toMatchObject({ value: '16', isDefault: true });
    expect(setting('MAX_BATCH_SIZE', { MAX_BATCH_SIZE: '8' })).toMatchObject({
      value: '8',
      isDefault: false,
    });
    expect(setting('ALLOWED_EXTENSIONS', { ALLOWED_EXTENSIONS: 'PNG, .jpg' })).toMatchObject({
      value: 'png,jpg',
      isDefault: false,
    });
  });

  it("knows a profile's own defaults", () => {
    expect(setting('LOG_LEVEL', { NODE_ENV: 'test' })).toMatchObject({
      value: 'error',
      isDefault: true,
    });
  });

  it('says of files and folders no more than visitors need', () => {
    const folder = path.join(process.cwd(), 'other-models');
    expect(setting('MODEL_DIR', { MODEL_DIR: folder }).value).toBe('other-models');
    const elsewhere = { DATA_DIR: '/home/ann/cifar', PERSISTENCE_DIR: '/home/ann/store' };
    for (const name of Object.keys(elsewhere)) {
      expect(setting(name, elsewhere).value).not.toContain('ann');
    }
    expect(setting('LOG_FILE', { LOG_FILE: '/home/ann/app.log' }).value).toBe('…/app.log');
    expect(setting('LOG_FILE', { LOG_FILE: '' }).value).toBe('');
  });

  it('masks what may hold a password', () => {
    const name = 'RATE_LIMIT_STORAGE_URL';
    expect(setting(name)).toMatchObject({ value: 'memory://', isDefault: true });
    const set = setting(name, { [name]: 'redis://user:hunter2@host:6379' });
    expect(set.value).toBe(MASK);
    expect(JSON.stringify(set)).not.toContain('hunter2');
  });
});
