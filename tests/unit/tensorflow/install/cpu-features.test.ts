import { cpuFeatures } from '../../../../src/tensorflow/install/cpu-features';

describe('cpuFeatures', () => {
  it("names what an Intel or AMD processor has, whatever else it's flagged with", () => {
    const cpuinfo = 'processor\t: 0\nflags\t\t: fpu avx2 fma avx512f avx512_vnni avx2x\n\n';
    expect(cpuFeatures(cpuinfo)).toEqual(['AVX2', 'FMA', 'AVX-512', 'AVX-512 VNNI']);
  });

  it('names what an ARM processor has', () => {
    expect(cpuFeatures('processor\t: 0\nFeatures\t: fp asimd asimddp\n')).toEqual([
      'NEON',
      'NEON dot product',
    ]);
  });

  it('names nothing where the system does not tell', () => {
    expect(cpuFeatures('')).toEqual([]);
  });
});
