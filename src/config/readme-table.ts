import { VARIABLES, type Variable } from './schema';

const START = '<!-- configuration: written by `npm run docs:env` -->';
const END = '<!-- /configuration -->';

/**
 * The README with its table of variables brought up to date.
 *
 * @throws {Error} when the README has lost the marks around the table
 */
export function withConfigurationTable(readme: string): string {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start === -1 || end < start) throw new Error(`the README needs ${START} and ${END}`);
  return `${readme.slice(0, start + START.length)}\n\n${table()}\n\n${readme.slice(end)}`;
}

function table(): string {
  const rows = Object.entries<Variable>(VARIABLES).map(([name, variable]) => {
    const byDefault = variable.default === '' ? 'empty' : `\`${variable.default}\``;
    const file = variable.secret === true ? ` Or \`${name}_FILE\`: a file that holds it.` : '';
    return `| \`${name}\` | ${[byDefault, ...exceptions(variable)].join(', ')} | ${variable.description}${file} |`;
  });
  return ['| variable | default | what it does |', '|---|---|---|', ...rows].join('\n');
}

function exceptions({ perProfile = {} }: Variable): string[] {
  return Object.entries(perProfile).map(
    ([profile, value]) => `${value === '' ? 'empty' : `\`${value}\``} in ${profile}`,
  );
}
