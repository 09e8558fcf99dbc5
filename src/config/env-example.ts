import { PROFILES, VARIABLES, type Variable } from './schema';

const HEADER = `# Every setting of the service, with its default. Copy this file to .env and change what you need;
# variables set in the environment win over the file. Written by \`npm run docs:env\`.

# ${PROFILES.join(', ')}: chooses defaults.
# NODE_ENV=development`;

/** The text of `.env.example`: each variable, commented out, with its default and what it means. */
export function envExample(): string {
  const paragraphs = Object.entries<Variable>(VARIABLES).map(([name, variable]) =>
    [
      `# ${variable.description}${exceptions(variable)}${fileFor(name, variable)}`,
      `# ${name}=${variable.default}`,
    ].join('\n'),
  );
  return [HEADER, ...paragraphs].join('\n\n') + '\n';
}

function fileFor(name: string, { secret }: Variable): string {
  return secret === true ? ` Or ${name}_FILE: a file that holds it.` : '';
}

function exceptions({ perProfile = {} }: Variable): string {
  const defaults = Object.entries(perProfile).map(
    ([profile, text]) => `${text === '' ? 'empty' : text} in ${profile}`,
  );
  return defaults.length === 0 ? '' : ` (${defaults.join(', ')})`;
}
