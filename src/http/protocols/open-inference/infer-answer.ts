import type { ModelCard } from '../../../registry/card';
import { HttpError } from '../../kit/errors/http-error';
import type { Predicted } from '../../api/predictions/prediction-desk';
import { MODEL_NAME } from '../served-model';
import { badTensor } from '../tensor-values';
import type {
  InferAnswer,
  InferBody,
  ModelMetadata,
  OutputTensor,
  RequestedOutput,
} from './schemas';

/** Values of an output, in the order of the pictures. */
type Values =
  | { readonly datatype: 'FP32' | 'INT64'; readonly values: readonly number[] }
  | { readonly datatype: 'BOOL'; readonly values: readonly boolean[] }
  | { readonly datatype: 'BYTES'; readonly values: readonly string[] };

interface Output {
  readonly name: string;
  readonly datatype: Values['datatype'];
  /** Values of one picture; undefined for a single one, whose tensor is of shape [n]. */
  readonly width?: (card: Pick<ModelCard, 'class_names'>) => number;
  readonly valuesOf: (predicted: readonly Predicted[]) => Values;
}

const PROBABILITIES = 'probabilities';

const OUTPUTS: readonly Output[] = [
  {
    name: PROBABILITIES,
    datatype: 'FP32',
    width: ({ class_names }) => class_names.length,
    valuesOf: (predicted) => ({
      datatype: 'FP32',
      values: predicted.flatMap(({ classification }) => [...classification.probabilities]),
    }),
  },
  {
    name: 'class_index',
    datatype: 'INT64',
    valuesOf: (predicted) => ({
      datatype: 'INT64',
      values: predicted.map(({ classification }) => classification.classIndex),
    }),
  },
  {
    name: 'label',
    datatype: 'BYTES',
    valuesOf: (predicted) => ({
      datatype: 'BYTES',
      values: predicted.map(({ prediction }) => prediction.predictedClass),
    }),
  },
  {
    name: 'uncertain',
    datatype: 'BOOL',
    valuesOf: (predicted) => ({
      datatype: 'BOOL',
      values: predicted.map(({ classification }) => classification.uncertain),
    }),
  },
  {
    name: 'prediction_id',
    datatype: 'BYTES',
    valuesOf: (predicted) => ({
      datatype: 'BYTES',
      values: predicted.map(({ prediction }) => prediction.id),
    }),
  },
];

/** What the metadata of a version says of its outputs; -1 is any number of pictures. */
export function outputMetadata(card: Pick<ModelCard, 'class_names'>): ModelMetadata['outputs'] {
  return OUTPUTS.map(({ name, datatype, width }) => ({
    name,
    datatype,
    shape: width === undefined ? [-1] : [-1, width(card)],
  }));
}

/**
 * Looks before anything is classified whether a request asks for what there is.
 *
 * @throws {HttpError} INVALID_BODY
 */
export function checkOutputs({ outputs = [] }: Pick<InferBody, 'outputs'>): void {
  const names = new Set<string>();
  for (const { name, parameters = {} } of outputs) {
    if (!OUTPUTS.some((output) => output.name === name)) {
      const known = OUTPUTS.map((output) => output.name).join(', ');
      throw badTensor(name, `there is no such output; there are ${known}`);
    }
    if (names.has(name)) throw badTensor(name, 'this output is asked for twice');
    names.add(name);
    if (parameters.classification !== undefined && name !== PROBABILITIES) {
      throw badTensor(name, `"classification" is for the output ${PROBABILITIES}`);
    }
    if (parameters.shared_memory_region !== undefined) {
      throw badTensor(name, 'shared memory is not supported');
    }
  }
}

/** The answer, and what of it stands behind the JSON. */
export interface WrittenAnswer {
  readonly answer: InferAnswer;
  /** Undefined where all is JSON. */
  readonly tail: readonly Buffer[] | undefined;
}

/** @param predicted at least one */
export function inferAnswer(body: InferBody, predicted: readonly Predicted[]): WrittenAnswer {
  const [first] = predicted;
  if (first === undefined) throw new HttpError('INVALID_BODY', 'There is no picture.');
  const tail: Buffer[] = [];
  const isBinary = body.parameters?.binary_data_output ?? false;
  const requested: readonly RequestedOutput[] = body.outputs?.length
    ? body.outputs
    : OUTPUTS.map(({ name }) => ({ name }));
  const outputs = requested.map(({ name, parameters = {} }): OutputTensor => {
    const tensor = tensorOf(name, parameters.classification, predicted);
    if (!(parameters.binary_data ?? isBinary)) return withData(tensor);
    const raw = bytesOf(tensor.values);
    tail.push(raw);
    const { shape, values } = tensor;
    const { datatype } = values;
    return { name, datatype, shape, parameters: { binary_data_size: raw.length } };
  });
  const answer = {
    model_name: MODEL_NAME,
    model_version: first.classification.modelVersion,
    ...(body.id !== undefined && { id: body.id }),
    outputs,
  };
  return { answer, tail: tail.length === 0 ? undefined : tail };
}

interface Tensor {
  readonly name: string;
  readonly shape: number[];
  readonly values: Values;
}

function tensorOf(
  name: string,
  likeliest: number | undefined,
  predicted: readonly Predicted[],
): Tensor {
  if (likeliest !== undefined) return classificationOf(name, likeliest, predicted);
  const { valuesOf } = OUTPUTS.find((output) => output.name === name)!;
  const values = valuesOf(predicted);
  const each = values.values.length / predicted.length;
  const shape = name === PROBABILITIES ? [predicted.length, each] : [predicted.length];
  return { name, shape, values };
}

/** `value:index:label` of the likeliest classes, likeliest first, as Triton writes them. */
function classificationOf(name: string, count: number, predicted: readonly Predicted[]): Tensor {
  const texts = predicted.map(({ classification: { probabilities, classNames } }) =>
    [...probabilities.entries()]
      .sort(([, a], [, b]) => b - a)
      .slice(0, count)
      .map(([index, value]) => `${value.toFixed(6)}:${index}:${classNames[index]!}`),
  );
  return {
    name,
    shape: [predicted.length, texts[0]!.length],
    values: { datatype: 'BYTES', values: texts.flat() },
  };
}

function withData({ name, shape, values }: Tensor): OutputTensor {
  const { datatype } = values;
  switch (datatype) {
    case 'BOOL':
      return { name, datatype, shape, data: [...values.values] };
    case 'BYTES':
      return { name, datatype, shape, data: [...values.values] };
    case 'FP32':
    case 'INT64':
      return { name, datatype, shape, data: [...values.values] };
  }
}

/** Little-endian; a text is its length as uint32, and its bytes. */
function bytesOf(values: Values): Buffer {
  switch (values.datatype) {
    case 'BOOL':
      return Buffer.from(values.values.map(Number));
    case 'BYTES':
      return Buffer.concat(values.values.flatMap((text) => lengthAndText(text)));
    case 'FP32': {
      const bytes = Buffer.alloc(values.values.length * 4);
      for (const [i, value] of values.values.entries()) bytes.writeFloatLE(value, i * 4);
      return bytes;
    }
    case 'INT64': {
      const bytes = Buffer.alloc(values.values.length * 8);
      for (const [i, value] of values.values.entries()) bytes.writeBigInt64LE(BigInt(value), i * 8);
      return bytes;
    }
  }
}

function lengthAndText(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return [length, bytes];
}
