import { statSync } from 'node:fs';
import { ownValue } from './named-values';
import { VARIABLES, type Variable } from './schema';

/** A file with a secret that others than its owner may read. */
export interface LooseSecretFile {
  /** The setting that names it. */
  readonly variable: string;
  /** Its permissions, as `chmod` takes them: `644`. */
  readonly mode: string;
}

const OTHERS_READ = 0o044;

/**
 * The files with secrets that the environment names and that the group or everybody may read. Files that
 * cannot be looked at are reported where they are read; Windows has no such permissions.
 *
 * @example
 * looseSecretFiles({ HF_TOKEN_FILE: '/run/secrets/hf-token' }); // [{ variable: 'HF_TOKEN_FILE', mode: '644' }]
 */
export function looseSecretFiles(environment: NodeJS.ProcessEnv): LooseSecretFile[] {
  if (process.platform === 'win32') return [];
  const secrets = Object.entries<Variable>(VARIABLES).filter(([, { secret }]) => secret === true);
  const variables = [...secrets.map(([name]) => `${name}_FILE`), 'TLS_KEY_FILE'];
  return variables.flatMap((variable) => {
    const file = ownValue(environment, variable)?.trim() ?? '';
    if (file === '') return [];
    const mode = modeOf(file);
    return (mode & OTHERS_READ) === 0 ? [] : [{ variable, mode: mode.toString(8) }];
  });
}

function modeOf(file: string): number {
  try {
    return statSync(file).mode & 0o777;
  } catch {
    // Whoever reads the file says better why it cannot be had.
    return 0;
  }
}
