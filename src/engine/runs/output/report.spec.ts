import { stepPlan } from '../../../core/pipeline/plan';
import { pipelineOf } from '../../testing/notebooks';
import { reportOf, type ReportEvent } from './report';

const pipeline = pipelineOf([{ name: 'cell', code: 'code' }]);
const [step] = pipeline.steps;

function outputsOf(...data: readonly ReportEvent['data'][]): unknown {
  if (!step) {
    throw new Error('The pipeline has a step.');
  }
  const report = reportOf(
    {
      plan: stepPlan(pipeline, step),
      run: 'run',
      kernel: { name: 'python3', display_name: 'Python 3' }
    },
    [
      { kind: 'cell.started', at: 0, data: { cell: 'cell' } },
      ...data.map(item => ({
        kind: 'output',
        at: 1,
        data: { cell: 'cell', ...item }
      }))
    ]
  );
  return (report.cells as { outputs: unknown }[])[0]?.outputs;
}

const text = (name: string, value: string) => ({
  output: { output_type: 'stream', name, text: value }
});
const shown = (value: string, id?: string) => ({
  output: {
    output_type: 'display_data',
    data: { 'text/plain': value },
    metadata: {},
    ...(id ? { transient: { display_id: id } } : {})
  }
});

it('joins the pieces of a stream and folds progress bars', () => {
  expect(
    outputsOf(
      text('stdout', 'a 10%'),
      text('stdout', '\ra 99%\n'),
      text('stderr', 'b')
    )
  ).toEqual([
    { output_type: 'stream', name: 'stdout', text: 'a 99%\n' },
    { output_type: 'stream', name: 'stderr', text: 'b' }
  ]);
});

it('clears at once, or when the next output comes', () => {
  expect(outputsOf(shown('1'), { clear: true, wait: false })).toEqual([]);
  expect(outputsOf(shown('1'), { clear: true, wait: true })).toHaveLength(1);
  expect(
    outputsOf(shown('1'), { clear: true, wait: true }, shown('2'))
  ).toEqual([shown('2').output]);
});

it('updates a display, and keeps nothing that is transient', () => {
  const { output } = shown('new');
  expect(
    outputsOf(shown('old', 'd'), shown('other'), { update: 'd', output })
  ).toEqual([shown('new').output, shown('other').output]);
});
