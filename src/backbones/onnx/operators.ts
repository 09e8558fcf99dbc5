/** Operators of ONNX itself that are not a network's: without an end, or with graphs inside. */
const REFUSED = new Set(['Loop', 'Scan', 'If', 'SequenceMap', 'ImageDecoder']);

/** The name of ONNX Runtime's own operators. */
export const MICROSOFT = 'com.microsoft';

/** Those of ONNX Runtime that its optimiser and quantiser write, and that its CPU part runs. */
const MICROSOFT_OPERATORS = new Set([
  'Attention',
  'BiasGelu',
  'BiasSplitGelu',
  'DequantizeLinear',
  'DynamicQuantizeMatMul',
  'FastGelu',
  'FusedConv',
  'FusedGemm',
  'FusedMatMul',
  'Gelu',
  'GroupNorm',
  'LayerNormalization',
  'MatMulInteger16',
  'MatMulIntegerToFloat',
  'MatMulNBits',
  'MultiHeadAttention',
  'NhwcMaxPool',
  'QAttention',
  'QGemm',
  'QLinearAdd',
  'QLinearAveragePool',
  'QLinearConcat',
  'QLinearConv',
  'QLinearGlobalAveragePool',
  'QLinearLeakyRelu',
  'QLinearMul',
  'QLinearReduceMean',
  'QLinearSigmoid',
  'QLinearSoftmax',
  'QLinearWhere',
  'QuantizeLinear',
  'QuickGelu',
  'SkipLayerNormalization',
  'SkipSimplifiedLayerNormalization',
  'TransposeMatMul',
]);

/** Whether a domain is that of the standard operators. */
export function isStandardDomain(domain: string): boolean {
  return domain === '' || domain === 'ai.onnx';
}

/** Whether a network may have this operator. */
export function isAllowedOperator(domain: string, operator: string): boolean {
  if (isStandardDomain(domain)) return !REFUSED.has(operator);
  return domain === MICROSOFT && MICROSOFT_OPERATORS.has(operator);
}
