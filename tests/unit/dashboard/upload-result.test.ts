import { uploadResultView, type UploadAnswer } from '../../../src/dashboard/upload-result';

const answer = (changes: Partial<UploadAnswer>): UploadAnswer => ({
  files_saved: 0,
  new: 0,
  unchanged: 0,
  relabelled: 0,
  moved: 0,
  files: [],
  errors: [],
  skipped: [],
  ...changes,
});

describe('what became of an upload', () => {
  it('is told file by file, what was refused first', () => {
    const view = uploadResultView(
      answer({
        files_saved: 3,
        new: 1,
        unchanged: 1,
        relabelled: 1,
        files: [
          { filename: 'a.png', label: 'Cat', outcome: 'new', previous_label: null },
          { filename: 'b.png', label: 'Cat', outcome: 'unchanged', previous_label: null },
          { filename: 'c.png', label: 'Cat', outcome: 'relabelled', previous_label: 'Dog' },
        ],
        errors: [{ filename: 'd.png', error: 'It is no image.' }],
      }),
    );
    expect(view.saved).toBe('3 saved: 1 new, 1 relabelled, 1 already there');
    expect(view.refused).toBe('1 refused');
    expect(
      view.rows.map(({ fileName, outcome, isRefused }) => [fileName, outcome, isRefused]),
    ).toEqual([
      ['d.png', 'It is no image.', true],
      ['a.png', 'added', false],
      ['b.png', 'already there', false],
      ['c.png', 'relabelled, it was Dog', false],
    ]);
    expect(view.more).toBeUndefined();
  });

  it('tells what was skipped, which is no refusal', () => {
    const view = uploadResultView(
      answer({ skipped: [{ filename: 'a.zip/README.txt', reason: 'It is no image.' }] }),
    );
    expect(view.skipped).toBe('1 skipped');
    expect(view.refused).toBeUndefined();
    expect(view.rows).toMatchObject([{ fileName: 'a.zip/README.txt', isRefused: false }]);
    expect(uploadResultView(answer({})).skipped).toBeUndefined();
  });

  it('says nothing of refusals where there are none', () => {
    expect(uploadResultView(answer({ files_saved: 1, new: 1 })).refused).toBeUndefined();
  });

  it('keeps the page small when an archive holds thousands', () => {
    const files = Array.from({ length: 3000 }, (_, i) => ({
      filename: `${i}.png`,
      label: 'Cat',
      outcome: 'new' as const,
      previous_label: null,
    }));
    const errors = Array.from({ length: 150 }, (_, i) => ({ filename: `bad-${i}`, error: 'No.' }));
    const view = uploadResultView(answer({ files_saved: 3000, new: 3000, files, errors }));
    expect(view.rows).toHaveLength(200);
    expect(view.rows.filter(({ isRefused }) => isRefused)).toHaveLength(150);
    expect(view.more).toBe('and 2,950 more');
  });
});
