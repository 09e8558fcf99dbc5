import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { envExample } from '../config/env-example';

const file = path.join(__dirname, '..', '..', '.env.example');
writeFileSync(file, envExample());
console.log(`Wrote ${path.relative(process.cwd(), file)}`);
