import { confusionMatrixChart } from '../../../src/charts/confusion-matrix';
import { learningCurveChart } from '../../../src/charts/learning-curve';
import { reliabilityChart } from '../../../src/charts/reliability';
import { rocChart } from '../../../src/charts/roc-curves';
import { trainingCurvesChart } from '../../../src/charts/training-curves';
import { chartNames, everyChart } from '../../support/chart-data';

/** Throws unless the text is well-formed: tags closed in order, attributes quoted, no bare `<` or `&`. */
function checkXml(text: string): void {
  const open: string[] = [];
  const rest = text.replace(
    /<(\/?)([a-zA-Z]+)((?: [a-zA-Z0-9-]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#39);[^"<&]*)*")*)(\/?)>/g,
    (_, closing: string, tag: string, _attributes: string, empty: string) => {
      if (closing !== '') expect(open.pop()).toBe(tag);
      else if (empty === '') open.push(tag);
      return '';
    },
  );
  expect(open).toEqual([]);
  const plain = rest.replace(/&(amp|lt|gt|quot|#39);/g, '');
  expect(/.{0,40}[<&\p{Cs}].{0,40}/u.exec(plain)).toBeNull();
  expect(text).not.toContain('\u0007');
}

describe.each([2, 10, 50])('charts of %i classes', (classes) => {
  it.each(Object.entries(everyChart(chartNames(classes))))(
    '%s is a well-formed document that says what it shows',
    (_, svg) => {
      checkXml(svg);
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^>]*role="img"/);
      expect(svg).toMatch(/<title id="chart-title">[^<]+<\/title>/);
      expect(svg).toMatch(/<desc id="chart-description">[^<]{20,}<\/desc>/);
      expect(svg).toContain('prefers-color-scheme:dark');
      expect(svg).not.toMatch(/NaN|Infinity|undefined|<script/);
    },
  );
});

describe('the confusion matrix', () => {
  it('shows every count that is not zero, and says which mistakes are frequent', () => {
    const svg = confusionMatrixChart({
      classNames: ['Cat', 'Dog'],
      matrix: [
        [90, 10],
        [0, 100],
      ],
      remark: '',
    });
    expect(svg).toContain('Cat taken for Dog: 10 of 100 (10.0%)');
    expect(svg).toContain('Of 200 images, 190 are classified right.');
    expect(svg).toContain('Cat taken for Dog (10 images)');
    expect(svg).not.toContain('Dog taken for Cat');
  });

  it('can be drawn where a class has no images', () => {
    const matrix = [
      [0, 0],
      [0, 3],
    ];
    expect(confusionMatrixChart({ classNames: ['a', 'b'], matrix, remark: '' })).not.toMatch(
      /NaN|Infinity/,
    );
  });
});

describe('the learning curve', () => {
  it('says what each number of pictures brings, with its interval', () => {
    const svg = learningCurveChart({
      points: [
        { pictures: 5, accuracy: 0.7, low: 0.6, high: 0.8 },
        { pictures: 20, accuracy: 0.9, low: 0.85, high: 0.95 },
      ],
      remark: '',
    });
    expect(svg).toContain('70% (60% to 80%) with 5, 90% (85% to 95%) with 20.');
    expect(svg).toContain('20 of each class: 90.0%, likely 85.0% to 95.0%');
    expect(svg).toMatch(/<polygon class="surplus" points="[-\d., ]+"/);
  });

  it('can be drawn of a single point, and where everything is right', () => {
    const point = { pictures: 3, accuracy: 1, low: 1, high: 1 };
    expect(learningCurveChart({ points: [point], remark: '' })).not.toMatch(/NaN|Infinity/);
  });
});

describe('the ROC curves', () => {
  it('are listed from the weakest class on, the rest only counted', () => {
    const curves = Array.from({ length: 12 }, (_, i) => ({
      className: `Class ${i}`,
      falsePositiveRate: [0, 0.5, 1],
      truePositiveRate: [0, 0.9, 1],
      area: 0.99 - i / 100,
    }));
    const svg = rocChart({ curves, remark: '' });
    expect(svg.indexOf('>Class 11<')).toBeLessThan(svg.indexOf('>Class 3<'));
    expect(svg).not.toContain('>Class 1<');
    expect(svg).toContain('2 better ones');
  });

  it('can be drawn where there are none', () => {
    expect(rocChart({ curves: [], remark: '' })).toContain('There are no curves to show.');
  });
});

describe('the reliability diagram', () => {
  it('tells both errors and how each bin does', () => {
    const svg = reliabilityChart({
      bins: [
        { confidence: 0.25, accuracy: 0, images: 0 },
        { confidence: 0.9, accuracy: 0.7, images: 40 },
      ],
      calibrationError: 0.2,
      uncalibratedError: 0.3,
      remark: '',
    });
    expect(svg).toContain('Calibration error 20.00%, 30.00% without the temperature');
    expect(svg).toContain(
      '40 images with a confidence of 50% to 100%: 70.0% right, 90.0% expected',
    );
  });
});

describe('the training curves', () => {
  it('can be drawn after a single epoch', () => {
    const epochs = [{ epoch: 1, loss: 0, trainingAccuracy: 1, validationAccuracy: 1 }];
    expect(trainingCurvesChart({ epochs, remark: '' })).not.toMatch(/NaN|Infinity/);
  });
});
