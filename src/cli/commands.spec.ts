import { makeWorkspace, pipelineOf } from '../engine/testing/notebooks';
import { bundledProgram } from '../engine/testing/programs';

jest.setTimeout(60_000);

const program = bundledProgram();
const NOTEBOOK = 'test.ipynb';

it('check warns of files outside the workspace, with which no run starts', async () => {
  const files = [{ path: '../in.csv', from: null }];
  const step = { name: 'load', code: 'pass', step: { files } };
  const folder = makeWorkspace({ pipeline: pipelineOf([step]) });
  const { code, stderr } = await program.run(['check', NOTEBOOK], folder);
  expect(code).toBe(0);
  expect(stderr).toMatch(/warning files_outside: Step load reads .*in\.csv/);
  const refused = await program.run(['run', NOTEBOOK], folder);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain('error: Step load reads ../in.csv');
});
