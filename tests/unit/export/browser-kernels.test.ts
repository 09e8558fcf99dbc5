import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildBackboneGraph } from '../../../src/backbones/onnx/build-graph';
import { inWebAssembly } from '../../support/browser-runtime';
import { featuresOf, largestDifference, pictures } from '../backbones/run-network';
import { convolutional } from '../backbones/networks';

/** In 8 bits; wherever a copy of it lies: beside the repository. */
const MOBILE_NET = path.join(
  __dirname,
  '../../../../shared/data/backbones/mobilenetv2-12-int8.onnx',
);
const atHand = existsSync(MOBILE_NET) ? it : it.skip;

/** Largest difference of a feature, as a share of the largest feature. */
async function difference(network: Buffer): Promise<number> {
  const { bytes, input } = await buildBackboneGraph(network, {});
  const { width, height } = input;
  const images = pictures(2, width, height);
  const service = await featuresOf(bytes, images, input);
  const browser = inWebAssembly(bytes, images, [2, height, width, 3], 'features');
  return largestDifference(browser, service) / Math.max(...service.map(Math.abs));
}

describe('for the same pixels, a browser computes the features of the service', () => {
  it('with a network in float32', async () => {
    expect(await difference(convolutional())).toBeLessThan(1e-5);
  });

  atHand('with MobileNetV2 in 8 bits', async () => {
    expect(await difference(readFileSync(MOBILE_NET))).toBeLessThan(1e-5);
  });
});
