import { helpOf, readOptions } from '../../../bench/run-benchmark';

const BENCHMARK = {
  name: 'bench:made-up',
  about: 'How fast nothing is done.',
  options: {
    rounds: { default: 5, about: 'of nothing' },
    engine: { default: 'onnx', about: 'that does it' },
    version: { default: '', about: 'of the engine' },
  },
} as const;

describe('the options of a benchmark', () => {
  it('are numbers or texts, as their defaults are', () => {
    expect(readOptions(BENCHMARK, [])).toEqual({ rounds: 5, engine: 'onnx', version: '' });
    const given = ['--rounds', '12', '--engine=tfjs', '--version', '7'];
    expect(readOptions(BENCHMARK, given)).toEqual({ rounds: 12, engine: 'tfjs', version: '7' });
  });

  it.each([
    [['--rounds', 'many'], '--rounds must be a whole number from 1 to 1000000000, not "many"'],
    [['--rounds', '0'], '--rounds must be a whole number'],
    [['--bogus'], "Unknown option '--bogus'"],
    [['5'], "Unexpected argument '5'"],
  ])('refuse %j in one line', (args, message) => {
    expect(() => readOptions(BENCHMARK, args)).toThrow(message);
  });

  it('are told of where help is asked for, whatever else is', () => {
    expect(readOptions(BENCHMARK, ['--help', '--rounds', 'many'])).toBe('help');
    expect(helpOf(BENCHMARK).split('\n')).toEqual([
      'How fast nothing is done.',
      '',
      '  npm run bench:made-up -- [options]',
      '',
      '  --rounds N           of nothing (default: 5)',
      '  --engine TEXT        that does it (default: onnx)',
      '  --version TEXT       of the engine',
      '',
    ]);
  });
});
