import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'dotenv';
import { envExample } from '../../../src/config/env-example';
import { loadConfiguration } from '../../../src/config/load';
import { withConfigurationTable } from '../../../src/config/readme-table';
import { VARIABLES } from '../../../src/config/schema';

describe('.env.example', () => {
  it('is up to date; `npm run docs:env` writes it', () => {
    const file = path.join(__dirname, '..', '..', '..', '.env.example');
    expect(readFileSync(file, 'utf8')).toBe(envExample());
  });

  it('spells the defaults: uncommented, it changes nothing', () => {
    const uncommented = envExample().replace(/^# ([A-Z_]+=)/gm, '$1');
    const variables = parse(uncommented);
    expect(Object.keys(variables).sort()).toEqual(['NODE_ENV', ...Object.keys(VARIABLES)].sort());
    // What production has otherwise is said in the comments, and cannot be two values at once.
    const profile = { NODE_ENV: 'production', HOST: '0.0.0.0', LOG_FORMAT: 'json' };
    expect(loadConfiguration({ ...variables, ...profile })).toEqual(
      loadConfiguration({ NODE_ENV: 'production' }),
    );
  });
});

describe("the README's table of variables", () => {
  it('is up to date; `npm run docs:env` writes it', () => {
    const readme = readFileSync(path.join(__dirname, '..', '..', '..', 'README.md'), 'utf8');
    expect(readme).toBe(withConfigurationTable(readme));
  });

  it('cannot be written into a README without its marks', () => {
    expect(() => withConfigurationTable('# A README')).toThrow('the README needs');
  });
});
