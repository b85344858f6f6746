import { isStepName } from '../../notebook/tags';
import { suggestSteps } from './suggest';
import { notebook, suggest, text } from '../testing/suggestions';

describe('names', () => {
  const nameOf = (heading: string): string | undefined =>
    suggest(text(`# ${heading}`), 'f()', text('# Zz'), 'g()')[0]?.slice(2);

  it.each([
    ['Load the data', 'load_data'],
    ['1. Load', 'load'],
    ['2.3 Load', 'load'],
    ['IV. Load', 'load'],
    ['Step 2: Load', 'load'],
    ['Step 2', 'step_2'],
    ['**Load** `raw` data', 'load_raw_data'],
    ['Load [rows](https://example.org/a_b)', 'load_rows'],
    ['Modèle réseau', 'modele_reseau'],
    ["Don't panic", 'dont_panic'],
    ['3D plots', 'step_3d_plots'],
    ['k-means', 'k_means'],
    ['Step by step', 'step_by_step'],
    ['🚀 Launch 🚀', 'launch'],
    ['f1_score', 'f1_score']
  ])('%s becomes %s', (heading, name) => {
    expect(nameOf(heading)).toBe(`step:${name}`);
  });

  it('cuts long ones at a word', () => {
    const name = nameOf('Everything that can be said about the weather in May');
    expect(name).toBe('step:everything_that_can_be_said_about');
  });

  it('falls back on the code where no letter is left', () => {
    const cells = ['m.fit(a)', text('# 数据'), 'pd.read_csv("x")'];
    expect(suggest(text('# 训练'), ...cells)).toEqual([
      '1 step:train',
      '3 step:load'
    ]);
  });

  it('are unique, and never that of the metrics step', () => {
    expect(
      suggest(
        text('# Train'),
        'f()',
        text('# Train'),
        'g()',
        text('# Pipeline metrics'),
        'h()',
        text('# Train 2'),
        'i()'
      )
    ).toEqual([
      '1 step:train',
      '3 step:train_3',
      '5 step:pipeline_metrics',
      '7 step:train_2'
    ]);
  });

  it('are legal, whatever the headings say', () => {
    const odd = ['-', '_', '__x', '9', 'step:a', '#', 'a;b', '½', 'ﬁn', 'ẞ'];
    const steps = suggestSteps(
      notebook(...odd.flatMap((head, i) => [text(`# ${head}`), `f${i}()`]))
    );
    expect(steps.length).toBeGreaterThan(5);
    steps.forEach(({ step }) => expect(isStepName(step ?? '')).toBe(true));
    expect(new Set(steps.map(({ step }) => step)).size).toBe(steps.length);
  });
});
