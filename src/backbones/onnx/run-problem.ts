import { BackboneError } from '../backbone-error';

/** What ONNX Runtime writes of a kind of problem, and what to say instead; `$1`, `$2` are what it names. */
const KINDS: readonly (readonly [pattern: RegExp, words: string])[] = [
  [
    /Could not find an implementation for (\w{1,60})\(/,
    'its operator "$1" has no code here for numbers of its type. Export the network in float32 instead.',
  ],
  [
    /No Op registered for (\w{1,60}) with domain_version of (\d{1,6})/,
    'ONNX has no operator "$1" in version $2 of its operators. Export the network anew, with another version (opset).',
  ],
  [
    /Unrecognized attribute: (\w{1,60}) for operator (\w{1,60})/,
    'its operator "$2" has a setting "$1" that ONNX does not know. Export the network anew.',
  ],
  [
    /\(::(\w{1,60}):\d{1,6}\) has (?:in|out)put size/,
    'its operator "$1" has too few or too many inputs or outputs. The file is damaged, or was not made by an exporter.',
  ],
  [
    /Required attribute '(\w{1,60})' is missing/,
    'one of its operators lacks the setting "$1". The file is damaged, or was not made by an exporter.',
  ],
  [
    / of operator \((\w{1,60})\) in node /,
    'its operator "$1" is given numbers of a type that it does not take. Export the network in float32 instead.',
  ],
  [
    /Op \((\w{1,60})\) \[(?:Shape|Type)InferenceError\]/,
    'the sizes of its tensors do not fit together at its operator "$1". The file is damaged, or was not made by an exporter.',
  ],
  [/bad_alloc|[Ff]ailed to allocate|out of memory/, 'it needs more memory than there is.'],
  [
    /Got invalid dimensions for input/,
    'it takes pictures of another size. Say which with the option input.',
  ],
  [
    /while running (\w{1,60}) node/,
    'its operator "$1" fails on a picture. Pictures may have another size than it was made for: say which with the option input.',
  ],
  [
    /IR version/,
    'it was written for a newer ONNX than is read here. Export it anew, for an older one.',
  ],
];
const OTHERWISE =
  'ONNX Runtime does not take it. What it says is in the log, or printed by the command line with DEBUG=1.';

/**
 * A network that ONNX Runtime does not run, in the service's words; what ONNX Runtime says, which
 * names places in its own sources, is the cause.
 */
export function runProblem(cause: unknown): BackboneError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const found = KINDS.find(([pattern]) => pattern.test(text));
  const match = found?.[0].exec(text);
  const words = (found?.[1] ?? OTHERWISE).replace(
    /\$([12])/g,
    (_, group: string) => match?.[Number(group)] ?? '',
  );
  return new BackboneError(`The network cannot be run: ${words}`, { cause });
}
