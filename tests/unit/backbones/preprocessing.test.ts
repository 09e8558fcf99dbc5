import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readPreprocessorConfig } from '../../../src/backbones/preprocessing/preprocessor-config';
import { readConfigs, readConfigsBeside } from '../../../src/backbones/preprocessing/read-beside';
import { resolveSpec } from '../../../src/backbones/preprocessing/resolve-spec';
import { readTimmConfig } from '../../../src/backbones/preprocessing/timm-config';

const IMAGENET = { image_mean: [0.485, 0.456, 0.406], image_std: [0.229, 0.224, 0.225] };
const TIMM = {
  input_size: [3, 224, 224],
  mean: [0.5, 0.5, 0.5],
  std: [0.25, 0.25, 0.25],
  interpolation: 'bicubic',
  crop_pct: 0.9,
};

describe('readPreprocessorConfig', () => {
  const read = (config: object): object => readPreprocessorConfig(config).preprocessing;

  it('reads the shorter side and the cut of DINOv2', () => {
    const dinov2 = {
      crop_size: { height: 224, width: 224 },
      do_center_crop: true,
      do_convert_rgb: true,
      do_normalize: true,
      do_rescale: true,
      do_resize: true,
      image_processor_type: 'BitImageProcessor',
      resample: 3,
      rescale_factor: 0.00392156862745098,
      size: { shortest_edge: 256 },
      ...IMAGENET,
    };
    expect(read(dinov2)).toEqual({
      width: 224,
      height: 224,
      fit: 'cover',
      crop: 0.875,
      kernel: 'cubic',
      mean: [expect.closeTo(123.675, 3), expect.closeTo(116.28, 3), expect.closeTo(103.53, 3)],
      deviation: [expect.closeTo(58.395, 3), expect.closeTo(57.12, 3), expect.closeTo(57.375, 3)],
    });
  });

  it('stretches to both sides where the middle is not cut out', () => {
    const vit = { do_resize: true, size: { height: 224, width: 224 }, resample: 2, ...IMAGENET };
    expect(read(vit)).toMatchObject({
      width: 224,
      height: 224,
      fit: 'stretch',
      kernel: 'triangle',
    });
    expect(read({ size: 384 })).toMatchObject({ width: 384, height: 384, fit: 'stretch' });
  });

  it('takes a single size for the shorter side where the middle is cut out', () => {
    const clip = { size: 224, do_center_crop: true, crop_size: 224, resample: 3, ...IMAGENET };
    expect(read(clip)).toMatchObject({ width: 224, fit: 'cover', crop: 1 });
  });

  it('reads the share that ConvNeXT keeps of small pictures', () => {
    const convnext = { size: { shortest_edge: 224 }, crop_pct: 0.875, resample: 3 };
    expect(read(convnext)).toMatchObject({ width: 224, fit: 'cover', crop: 0.875 });
    expect(read({ ...convnext, size: { shortest_edge: 384 } })).toMatchObject({ crop: 1 });
  });

  it('knows the scale of what is not normalised or not rescaled', () => {
    const plain = { size: 224, do_normalize: false };
    expect(read(plain)).toMatchObject({ mean: [0, 0, 0], deviation: [255, 255, 255] });
    const bytes = { size: 224, do_rescale: false, image_mean: [127, 127, 127], image_std: 128 };
    expect(read(bytes)).toMatchObject({ mean: [127, 127, 127], deviation: [128, 128, 128] });
  });

  it('says which way of scaling it replaces', () => {
    const { preprocessing, notes } = readPreprocessorConfig({ size: 224, resample: 0 });
    expect(preprocessing).toMatchObject({ kernel: 'triangle' });
    expect(notes).toEqual([expect.stringContaining('triangle is used')]);
  });

  it('refuses what it cannot follow', () => {
    expect(() => readPreprocessorConfig({ do_flip_channel_order: true })).toThrow(
      /blue before red/,
    );
    expect(() => readPreprocessorConfig({ size: 'large' })).toThrow(/does not say how pictures/);
    expect(() => readPreprocessorConfig({ image_std: [1, 2] })).toThrow(
      /does not say how pictures/,
    );
  });
});

describe('readTimmConfig', () => {
  it('reads the weights wherever they are described', () => {
    const expected = {
      width: 224,
      height: 224,
      fit: 'cover',
      crop: 0.9,
      kernel: 'cubic',
      mean: [127.5, 127.5, 127.5],
      deviation: [63.75, 63.75, 63.75],
    };
    expect(readTimmConfig(TIMM).preprocessing).toEqual(expected);
    expect(readTimmConfig({ architecture: 'x', pretrained_cfg: TIMM }).preprocessing).toEqual(
      expected,
    );
  });

  it('stretches and pads where timm does', () => {
    const squash = readTimmConfig({ ...TIMM, crop_mode: 'squash' });
    expect(squash.preprocessing).toMatchObject({ fit: 'stretch', crop: 1 });
    expect(squash.notes).toEqual([expect.stringContaining('not cut to 0.9')]);
    const border = readTimmConfig({ ...TIMM, crop_mode: 'border', crop_pct: 1 });
    expect(border).toMatchObject({ preprocessing: { fit: 'contain' }, notes: [] });
  });

  it('refuses pictures of other colours', () => {
    expect(() => readTimmConfig({ ...TIMM, input_size: [1, 28, 28] })).toThrow(/those of timm/);
  });
});

describe('files beside a network', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'network-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);

  it('are read from its folder and from above a folder called onnx', async () => {
    mkdirSync(path.join(folder, 'onnx'));
    write('preprocessor_config.json', JSON.stringify({ size: 96 }));
    for (const file of ['model.onnx', 'onnx/model.onnx']) {
      const { preprocessing, notes } = await readConfigsBeside(path.join(folder, file));
      expect(preprocessing).toMatchObject({ width: 96 });
      expect(notes).toEqual(['How pictures are prepared is read from preprocessor_config.json.']);
    }
  });

  it('say nothing where there are none, or where config.json describes layers only', async () => {
    expect(await readConfigsBeside(path.join(folder, 'model.onnx'))).toEqual({
      preprocessing: {},
      notes: [],
    });
    write('config.json', JSON.stringify({ hidden_size: 384 }));
    expect(await readConfigsBeside(path.join(folder, 'model.onnx'))).toEqual({
      preprocessing: {},
      notes: [],
    });
    write('config.json', JSON.stringify({ pretrained_cfg: TIMM }));
    expect((await readConfigsBeside(path.join(folder, 'model.onnx'))).preprocessing.crop).toBe(0.9);
  });

  it('are refused where they are damaged', () => {
    expect(() => readConfigs(new Map([['config.json', '{']]))).toThrow('config.json is not JSON.');
  });
});

describe('resolveSpec', () => {
  const input = { type: 'float32', layout: 'NCHW', width: 224, height: 224 } as const;
  const read = {
    preprocessing: { width: 256, height: 256, mean: [1, 2, 3] as [number, number, number] },
    notes: ['Read.'],
  };

  it('puts the user before the file, and the size of the graph before both', () => {
    const { spec, notes } = resolveSpec({ mean: [9, 9, 9] }, read, input);
    expect(spec).toMatchObject({ width: 224, height: 224, mean: [9, 9, 9] });
    expect(notes).toContain(
      'The network takes pictures of 224×224 pixels, whatever that file says.',
    );
  });

  it('cuts nothing out where the whole picture is shown', () => {
    const { spec } = resolveSpec({ fit: 'contain', crop: 0.5 }, read, input);
    expect(spec.crop).toBe(1);
  });
});
