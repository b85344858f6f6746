import * as texts from './texts';

it('names a snapshot of a run as JupyterLab does, with the try', () => {
  const said = texts.snapshotOfRun;
  expect(said(3, 'after', 'two', false)).toBe('run 3, after two');
  expect(said(3, 'after', 'two', true, 2)).toBe(
    'run 3, after two (try 2), which failed'
  );
  expect(said(3, 'before', 'pipeline-metrics', false)).toBe(
    'run 3, before Metrics'
  );
  expect(said(3, null, null, false)).toBe('run 3, at start');
});

it('counts what is whole', () => {
  const found = { ok: true, bad: [], affected: [] };
  const said = (objects: number, snapshots: number) =>
    texts.verified({ ...found, objects, snapshots });
  expect(said(29, 1)).toBe('29 objects of 1 snapshot are whole.');
  expect(said(1, 2)).toBe('1 object of 2 snapshots is whole.');
});
