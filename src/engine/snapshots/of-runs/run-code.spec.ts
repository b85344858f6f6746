import { aStep } from '../../../core/testing/pipelines';
import { pipelineOf } from '../../testing/notebooks';
import { definitionsOf } from './run-code';

describe('the code that brings the variables of a moment back', () => {
  const steps = ['one', 'two', 'three'].map(name => ({
    name,
    code: `def f(): return '${name}'`
  }));
  const definition = (cell: string, index: number) => ({
    ...{ name: 'function f', kind: 'function', line: 1 },
    ...{ cell, index, source: `def f(): return '${cell}'` }
  });
  const pipeline = pipelineOf(steps, {
    definitions: [
      definition('functions', 0),
      ...steps.map(({ name }, i) => definition(name, i + 1))
    ]
  });
  const cells = steps.map(({ name }, i) => ({
    ...{ id: name, index: i + 1 },
    source: ''
  }));
  const at = (name: string | null, isBehind: boolean) =>
    definitionsOf(
      { ...pipeline, cells },
      name === null ? null : aStep({ name, cells: [name] }),
      isBehind
    );

  it('are the cells of definitions, and definitions of steps down to there', () => {
    expect(at('two', true)).toEqual({
      definitions: ['functions'],
      sources: ["def f(): return 'one'", "def f(): return 'two'"],
      places: { f: 0 }
    });
    expect(at('two', false).sources).toEqual(["def f(): return 'one'"]);
    expect(at(null, false).sources).toEqual([]);
  });

  it('knows where functions and classes are defined, the last time down to there', () => {
    const codes = ['class A: pass\nx = 1', 'def f(): pass', 'class A: pass'];
    const named = codes.map((code, i) => ({ name: `s${i}`, code }));
    const placed = pipelineOf(named);
    const places = (name: string, isBehind: boolean) =>
      definitionsOf(placed, aStep({ name, cells: [name] }), isBehind).places;
    expect(places('s0', true)).toEqual({ A: 0, f: 1 });
    expect(places('s1', true)).toEqual({ A: 0, f: 1 });
    expect(places('s2', true)).toEqual({ A: 2, f: 1 });
  });

  it('is what cells of steps import, each once and in the order of the notebook', () => {
    const one =
      'import os\ndef f(): pass\ntry:\n    import a\nexcept ImportError: a = None';
    const two = 'x = 1; from m import y\nif x: import no';
    const imported = pipelineOf(
      [
        { name: 'one', code: one },
        { name: 'two', code: two }
      ],
      {
        definitions: [
          {
            ...{ name: 'function f', kind: 'function', cell: 'one' },
            ...{ index: 0, line: 2, source: 'def f(): pass' }
          },
          {
            ...{ name: 'import os', kind: 'import', cell: 'one' },
            ...{ index: 0, line: 1, source: 'import os' }
          }
        ]
      }
    );
    const step = aStep({ name: 'two', cells: ['two'] });
    const first = [
      'import os',
      'def f(): pass',
      'try:\n    import a\nexcept ImportError: a = None'
    ];
    expect(definitionsOf(imported, step, false).sources).toEqual(first);
    expect(definitionsOf(imported, step, true).sources).toEqual([
      ...first,
      'from m import y'
    ]);
  });
});
