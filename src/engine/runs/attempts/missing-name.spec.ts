import { pipelineOf } from '../../testing/notebooks';
import * as messages from '../../messages';
import { withDefiningCell } from './missing-name';

const error = (message: string) => ({
  kind: 'exception',
  name: 'NameError',
  message,
  cell: 'use',
  index: 1,
  line: 1,
  column: null,
  traceback: [],
  ansi: '',
  hint: 'a general one'
});

describe('a NameError', () => {
  const pipeline = pipelineOf([
    { name: 'load', code: 'price = 3\nprint(other)' },
    { name: 'use', code: 'eval("pri" + "ce")' },
    { name: 'late', code: 'def tax(): pass' }
  ]);
  const hintOf = (message: string) =>
    withDefiningCell(pipeline, pipeline.steps[1]!, error(message)).hint;

  it('names the cell of an earlier step, and what to do', () => {
    expect(hintOf("name 'price' is not defined")).toBe(
      messages.boundElsewhere('price', 0, 'load', false)
    );
  });

  it('says that a definition comes later', () => {
    expect(hintOf("name 'tax' is not defined. Did you mean: 'max'?")).toBe(
      messages.boundElsewhere('tax', 2, 'late', true)
    );
  });

  it('stays as it is for a name that no cell binds', () => {
    expect(hintOf("name 'other' is not defined")).toBe('a general one');
  });
});
