import { parseArgs } from 'node:util';
import { runCommand, wholeNumber } from '../src/cli/run-command';

/** An option of a benchmark; a whole number where its default is one. */
interface BenchmarkOption {
  readonly default: string | number;
  /** What it is, for people. */
  readonly about: string;
  /** Of a number; 1 if it is left out. */
  readonly least?: number;
}

type Options = Readonly<Record<string, BenchmarkOption>>;
type Values<O extends Options> = {
  readonly [Name in keyof O]: O[Name]['default'] extends number ? number : string;
};

export interface Benchmark<O extends Options> {
  /** As in `npm run <name>`. */
  readonly name: string;
  /** What it measures, a sentence or two. */
  readonly about: string;
  readonly options: O;
}

const MOST = 1_000_000_000;

/**
 * Reads the options of a benchmark and runs it, as {@link runCommand} runs commands: `--help` tells
 * of them, a failure is one line, Ctrl-C ends it.
 *
 * @example
 * runBenchmark(
 *   { name: 'bench:store', about: 'How fast …', options: { runs: { default: 5, about: 'runs' } } },
 *   async ({ runs }) => { … },
 * );
 */
export function runBenchmark<const O extends Options>(
  benchmark: Benchmark<O>,
  measure: (values: Values<O>) => Promise<void>,
): void {
  runCommand(async (signal) => {
    const values = readOptions(benchmark, process.argv.slice(2));
    if (values === 'help') {
      console.log(helpOf(benchmark));
      return;
    }
    await unlessStopped(signal, measure(values));
  });
}

/** @throws the reason of the signal, once it aborts; the work is left where it is */
export async function unlessStopped(signal: AbortSignal, work: Promise<void>): Promise<void> {
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
  await Promise.race([work, stopped]);
}

/**
 * @returns `help` where that is asked for
 * @throws {TypeError} of parseArgs, or {@link UsageError}, naming what is off
 */
export function readOptions<O extends Options>(
  { options }: Benchmark<O>,
  args: readonly string[],
): Values<O> | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(Object.keys(options).map((name) => [name, { type: 'string' }])),
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return 'help';
  const given = values as Readonly<Record<string, string | undefined>>;
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const text = given[name] ?? String(option.default);
      const isNumber = typeof option.default === 'number';
      return [name, isNumber ? wholeNumber(name, text, option.least ?? 1, MOST) : text];
    }),
  ) as Values<O>;
}

export function helpOf({ name, about, options }: Benchmark<Options>): string {
  const lines = Object.entries(options).map(([option, { default: value, about: meaning }]) => {
    const left = `--${option} ${typeof value === 'number' ? 'N' : 'TEXT'}`;
    return `  ${left.padEnd(20)} ${meaning}${value === '' ? '' : ` (default: ${value})`}`;
  });
  return [about, '', `  npm run ${name} -- [options]`, '', ...lines, ''].join('\n');
}
