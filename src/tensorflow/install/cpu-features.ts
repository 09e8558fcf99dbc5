/** What makes TensorFlow's kernels fast, by the name the Linux kernel has for it. */
const FEATURES = new Map([
  ['avx2', 'AVX2'],
  ['fma', 'FMA'],
  ['avx512f', 'AVX-512'],
  ['avx512_vnni', 'AVX-512 VNNI'],
  ['avx512_bf16', 'AVX-512 BF16'],
  ['avx_vnni', 'AVX-VNNI'],
  ['amx_bf16', 'AMX BF16'],
  ['amx_int8', 'AMX INT8'],
  ['asimd', 'NEON'],
  ['asimddp', 'NEON dot product'],
  ['sve', 'SVE'],
]);

/** @param cpuinfo the text of Linux's /proc/cpuinfo */
export function cpuFeatures(cpuinfo: string): string[] {
  const line = /^(?:flags|Features)\s*:(.*)$/m.exec(cpuinfo)?.[1] ?? '';
  const flags = new Set(line.trim().split(/\s+/));
  return [...FEATURES].filter(([flag]) => flags.has(flag)).map(([, name]) => name);
}
