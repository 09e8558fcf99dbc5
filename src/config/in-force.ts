import type { Configuration } from './load';
import { shownPath } from './shown-path';
import { VARIABLES, type Variable, type VariableName } from './schema';

/** A variable as the service reads it now. */
export interface SettingInForce {
  readonly name: VariableName;
  /**
   * As it would be written in the environment; {@link MASK} where it may hold a password, and of a path
   * what {@link shownPath} shows.
   */
  readonly value: string;
  readonly isDefault: boolean;
  readonly description: string;
}

export const MASK = '••••••';

/** Every variable with the value in force, as visitors may see it. */
export function settingsInForce(config: Configuration): SettingInForce[] {
  return (Object.keys(VARIABLES) as VariableName[]).map((name) => {
    const variable: Variable = VARIABLES[name];
    const byDefault = variable.perProfile?.[config.NODE_ENV] ?? variable.default;
    const value = spell(config[name]);
    const isDefault = value === spell(variable.schema.parse(byDefault));
    const isHidden = variable.secret === true && !isDefault;
    const isPath = variable.isPath === true && value !== '';
    return {
      name,
      value: isHidden ? MASK : isPath ? shownPath(value) : value,
      isDefault,
      description: variable.description,
    };
  });
}

function spell(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}
