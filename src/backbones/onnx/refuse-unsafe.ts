import { onnx } from 'onnx-proto';
import { BackboneError } from '../backbone-error';
import { isAllowedOperator } from './operators';
import { quoted } from './tensor-values';

/**
 * Refuses what could make ONNX Runtime read files, or run what is not a network. A tensor with
 * external data is looked for everywhere one can be: ONNX Runtime 1.30 loads those of a sparse
 * `Constant` from the working directory even where the model comes from memory.
 *
 * @throws {BackboneError}
 */
export function refuseUnsafe(model: onnx.IModelProto): void {
  if (model.functions?.length) {
    throw new BackboneError(
      'The network defines operators of its own (local functions): export it with them inlined.',
    );
  }
  if (model.trainingInfo?.length) {
    throw new BackboneError('The file is made for training; export the network for inference.');
  }
  refuseInGraph(model.graph ?? {});
}

function refuseInGraph(graph: onnx.IGraphProto): void {
  if (graph.sparseInitializer?.length) throw sparse(graph.sparseInitializer[0]!.values?.name ?? '');
  for (const tensor of graph.initializer ?? []) refuseExternal(tensor);
  for (const node of graph.node ?? []) {
    refuseOperator(node);
    for (const attribute of node.attribute ?? []) refuseInAttribute(attribute, node);
  }
}

function refuseOperator({ domain, opType }: onnx.INodeProto): void {
  if (isAllowedOperator(domain ?? '', opType ?? '')) return;
  const full = [domain, opType].filter((part) => part).join('.');
  throw new BackboneError(
    `The network uses the operator ${quoted(full)}, which is not run here: only the standard operators of ONNX, without loops and branches, and ONNX Runtime's own for inference.`,
  );
}

function refuseInAttribute(attribute: onnx.IAttributeProto, node: onnx.INodeProto): void {
  const { t, tensors, sparseTensor, sparseTensors, g, graphs } = attribute;
  if (sparseTensor || sparseTensors?.length) throw sparse(node.name ?? '');
  for (const tensor of [...(t ? [t] : []), ...(tensors ?? [])]) refuseExternal(tensor);
  for (const graph of [...(g ? [g] : []), ...(graphs ?? [])]) refuseInGraph(graph);
}

function sparse(name: string): BackboneError {
  return new BackboneError(`The network has a sparse tensor (${quoted(name)}), which is not read.`);
}

function refuseExternal({ name, dataLocation, externalData }: onnx.ITensorProto): void {
  if (dataLocation !== onnx.TensorProto.DataLocation.EXTERNAL && !externalData?.length) return;
  throw new BackboneError(
    `The values of ${quoted(name ?? '')} lie in another file; export the network as a single file.`,
  );
}
