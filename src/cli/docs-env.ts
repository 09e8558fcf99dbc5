import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { envExample } from '../config/env-example';
import { withConfigurationTable } from '../config/readme-table';

// Writes what is known of the variables into the files that people read.
const root = path.join(__dirname, '..', '..');
const readme = path.join(root, 'README.md');
writeFileSync(path.join(root, '.env.example'), envExample());
writeFileSync(readme, withConfigurationTable(readFileSync(readme, 'utf8')));
console.log('Wrote .env.example and the table in README.md');
