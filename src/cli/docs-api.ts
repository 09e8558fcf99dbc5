import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withErrorTable } from '../http/openapi/error-table';
import { withApiTable } from '../http/openapi/readme-table';
import { API_ROUTES } from '../http/all-routes';

// Writes what is known of the routes and of their errors into the README.
const readme = path.join(__dirname, '..', '..', 'README.md');
writeFileSync(readme, withErrorTable(withApiTable(readFileSync(readme, 'utf8'), API_ROUTES)));
console.log('Wrote the tables of routes and errors in README.md');
