import { renderModelCard } from '../../../src/cli/render-model-card';
import { FARTHEST, type ModelCard } from '../../../src/registry/card';
import { RECIPES } from '../../../src/training/recipe';
import { madeEvaluation } from '../../support/chart-data';
import { backboneCard } from '../../support/tiny-backbone-version';
import { tinyCard, TINY_CLASSES } from '../../support/tiny-version';

function card(changes: Partial<ModelCard> = {}): ModelCard {
  return { ...tinyCard(changes), files: { 'head.bin': 'f'.repeat(64) } };
}

const judged = (): ModelCard['metrics'] => {
  const evaluation: Partial<ReturnType<typeof madeEvaluation>> = madeEvaluation(TINY_CLASSES);
  delete evaluation.classification_report;
  return { test: evaluation as ModelCard['metrics']['test'], validation: null, samples: null };
};

describe('a model card', () => {
  it('says what it was judged on, how it did, and what it is weak on', () => {
    const { test } = judged();
    const text = renderModelCard(card({ metrics: judged() }), []);
    expect(text).toContain(`${(100 * test!.accuracy).toFixed(2)}%`);
    expect(text).toMatch(/^\| accuracy +\|/m);
    expect(text).toMatch(/\| Red +\| [\d.]+% +\| [\d.]+% +\| [\d.]+% +\| [01]\.\d{4} +\| 20 +\|/);
    expect(text).toContain('It is weakest on ');
  });

  it('says of a version on a backbone how it does on its user’s pictures, and leaves no holes', () => {
    const text = renderModelCard({ ...backboneCard(), files: {} }, []);
    expect(text).toContain('scaled to 48×40 pixels');
    expect(text).toContain('26 of 30 labelled pictures are recognised');
    expect(text).toMatch(/\| Sky +\| 16 +\| 14 +\| 16 +\|/);
    expect(text).toContain('"classes":"own","backbone":"mean-colour"');
    expect(text).toContain('under Apache-2.0');
    expect(text).not.toMatch(/32×32|CIFAR|undefined|null|## Results/);
  });

  it('makes nothing up of the training of a version that came from Teachable Machine', () => {
    const { training, rejection, ...rest } = backboneCard();
    const text = renderModelCard(
      {
        ...rest,
        files: {},
        parent: null,
        retraining: null,
        gate: null,
        metrics: { validation: null, test: null, samples: null, own: null },
        training: { ...training, data: 'unknown: it was trained elsewhere', images: 0, epochs: 0 },
        rejection: { ...rejection, threshold: FARTHEST },
      },
      [],
    );
    expect(text).toContain('It was imported from Teachable Machine on');
    expect(text).toContain('no image is `uncertain`');
    expect(text).not.toMatch(/## Training|0 epochs|from the beginning|npm run train|2\.0000/);
  });

  it('shows its pictures', () => {
    const text = renderModelCard(card(), [{ name: 'ROC curves', path: 'images/card/roc.svg' }]);
    expect(text).toContain('![ROC curves](images/card/roc.svg)');
  });

  it('gives the command that makes it again', () => {
    const { training } = tinyCard();
    const recipe = { ...RECIPES.long, epochs: 7, seed: 3 };
    const text = renderModelCard(
      card({ training: { ...training, recipe, epochs: 7, seed: 3, batch_size: 250 } }),
      [],
    );
    expect(text).toContain('--recipe long');
    expect(text).toContain('--epochs 7 --batch-size 250 --seed 3');
  });

  it('names the version that it began with, and those that taught it', () => {
    const recipe = {
      ...RECIPES.refine,
      startFrom: 'drawn-1',
      teachers: { versions: ['drawn-1', 'drawn-2'], share: 0.4 },
      averagedWith: 'drawn-1',
    };
    const text = renderModelCard(card({ training: { ...tinyCard().training, recipe } }), []);
    expect(text).toContain('It was trained further from the weights of `drawn-1`');
    expect(text).toContain('--recipe refine');
    expect(text).toContain('--start-from drawn-1');
    expect(text).toContain('--average-with drawn-1');
    expect(text).toMatch(/--teacher drawn-1 .*\n *--teacher drawn-2 .*\n *--teacher-share 0\.4/);
  });

  it('admits that its recipe has no name any more', () => {
    const text = renderModelCard(card(), []);
    expect(text).not.toContain('--recipe');
    expect(text).toContain('none of those that have a name now');
  });

  it('tells of its retraining and its gate', () => {
    const text = renderModelCard(
      card({
        parent: 'first',
        retraining: {
          mode: 'head',
          job: null,
          samples: { Red: 12, 'Vio|et': 3 },
          held_out_samples: { Red: 1 },
          new_classes: ['Vio|et'],
          samples_fingerprint: '0'.repeat(64),
          duration_seconds: 0.5,
        },
        gate: {
          verdict: 'rejected',
          compared_with: 'first',
          rules: [{ name: 'old classes', explanation: 'It loses 3 points.', passed: false }],
        },
      }),
      [],
    );
    expect(text).toMatch(/\| Red +\| 12 +\| 1 +\|/);
    expect(text).toMatch(/\| Vio\\\|et +\| 3 +\| 0 +\|/);
    expect(text).toContain('Rejected, compared with `first`.');
    expect(text).toMatch(/\| old classes +\| failed +\| It loses 3 points\. +\|/);
    expect(text).toContain('`POST /api/retrain` with `{"mode":"head"}`');
  });

  it('lists its files with their hashes', () => {
    expect(renderModelCard(card(), [])).toContain(`| \`head.bin\` | \`${'f'.repeat(64)}\` |`);
  });
});
