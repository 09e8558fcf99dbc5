import { growth, type FuzzReport } from './fuzz';
import type { FuzzedService } from './fuzzed-service';

/** More than caches, the history in memory and a heap that has not been collected yet. */
const MOST_MIB = 150;
const MOST_DESCRIPTORS = 30;
const SHOWN = 20;

/** What is wrong with a service after a run; nothing, where it holds. */
export async function verdictOf(
  service: Pick<FuzzedService, 'process' | 'health'>,
  { findings, samples }: FuzzReport,
): Promise<string[]> {
  const problems = findings.slice(0, SHOWN).map(({ number, input, outcome }) => {
    const got = outcome.hung ? 'no answer' : String(outcome.status);
    const text = outcome.text.slice(outcome.text.indexOf('\r\n\r\n')).trim().slice(0, 300);
    return `input ${number} (${input.about}) got ${got}: ${text}`;
  });
  if (findings.length > SHOWN) problems.push(`… and ${findings.length - SHOWN} more`);
  const health = await service.health().catch((error: unknown) => String(error));
  if (health !== 200) problems.push(`afterwards its health says ${health}`);
  if (!service.process.isRunning) {
    problems.push(`it ended:\n${service.process.output.slice(-2000)}`);
    return problems;
  }
  const { residentMib, descriptors } = growth(samples);
  if (residentMib > MOST_MIB) problems.push(`it holds ${residentMib} MiB more`);
  if (descriptors > MOST_DESCRIPTORS) problems.push(`it holds ${descriptors} descriptors more`);
  return problems;
}
