import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  NETWORKS,
  networkSpecificationSchema,
  type NetworkName,
  type NetworkSpecification,
} from '../training/network/specification';
import { UsageError } from './run-command';

const NAMES = Object.keys(NETWORKS).join(' or ');

/** For the usage of a command. */
export const NETWORK_OPTION = `${NAMES}, or a .json file of one's own: {"name", "widths": [a, b, c]}`;

/**
 * The network that an option names.
 *
 * @param text one of {@link NETWORKS}, or the path of a `.json` file with a specification
 * @throws {UsageError} when there is no such network, or the file holds none
 */
export function networkOption(text: string): NetworkSpecification {
  if (Object.hasOwn(NETWORKS, text)) return NETWORKS[text as NetworkName];
  if (!text.endsWith('.json')) {
    throw new UsageError(`--network must be ${NAMES}, not "${text}"; a file of one ends in .json`);
  }
  const parsed = networkSpecificationSchema.safeParse(readJson(text));
  if (parsed.success) return parsed.data;
  const reason = z.prettifyError(parsed.error).replaceAll('\n', ' ');
  throw new UsageError(`${text} specifies no network: ${reason}`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
