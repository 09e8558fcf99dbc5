import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

// Writes the types of the TypeScript example from the description of the released API.
//
//   node scripts/generate-client.mjs [file]

const ROOT = path.join(import.meta.dirname, '..');
const DESCRIPTION = path.join(ROOT, 'docs', 'openapi.json');
const TARGET = path.join(ROOT, 'examples', 'typescript', 'schema.d.ts');

const file = process.argv[2] ?? TARGET;
const nodes = await openapiTS(JSON.parse(readFileSync(DESCRIPTION, 'utf8')), {
  // A field with a default may be left out of a request.
  defaultNonNullable: false,
  // A file is bytes. Without this it would be a string, because JSON Schema has no other type for it.
  transform: ({ contentMediaType }) =>
    contentMediaType === 'application/octet-stream'
      ? ts.factory.createTypeReferenceNode('Blob')
      : undefined,
});
const header = '// Written by `npm run client:generate` from docs/openapi.json: do not edit.\n\n';
writeFileSync(file, header + astToString(nodes));
console.log(`Wrote ${path.relative(process.cwd(), file)}`);
