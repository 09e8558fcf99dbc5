import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withApiTable } from '../http/openapi/readme-table';
import { API_ROUTES } from '../http/all-routes';

// Writes what is known of the routes into the README.
const readme = path.join(__dirname, '..', '..', 'README.md');
writeFileSync(readme, withApiTable(readFileSync(readme, 'utf8'), API_ROUTES));
console.log('Wrote the table of routes in README.md');
