import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Pipeline } from '../core/pipeline/types';
import { Engine } from './engine';
import * as messages from './messages';
import { outsideFiles } from './outside-files';
import { Refusal } from './refusal';
import { analyserOf, pipelineOf } from './testing/notebooks';

const reading = (...paths: string[]): Pipeline =>
  pipelineOf([
    {
      name: 'load',
      code: 'pass',
      step: { files: paths.map(path => ({ path, from: null })) }
    },
    { name: 'other', code: 'pass' }
  ]);

const OUT = '../data/in.csv';
const USES = [{ step: 'load', path: OUT }];
let project: string;
let folder: string;

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'kalette-test-')));
  folder = join(project, 'notebooks');
  mkdirSync(folder);
  writeFileSync(join(folder, 'test.ipynb'), '{}');
});
afterEach(() => rmSync(project, { recursive: true }));

async function refused(pipeline: Pipeline, until?: string) {
  const engine = new Engine({
    version: 'test',
    packageFolder: join(__dirname, '../../python-shim/kalette'),
    createAnalyser: analyserOf(pipeline)
  });
  const notebook = 'test.ipynb';
  const target = engine.target(folder, notebook);
  try {
    await engine.check(target, { notebook, ...(until ? { until } : {}) });
    return null;
  } catch (reason) {
    if (reason instanceof Refusal) {
      return reason.problem;
    }
    throw reason;
  } finally {
    await engine.close();
  }
}

it('a notebook that reads outside its workspace is refused, with the way out', async () => {
  const problem = messages.filesOutside(USES, folder, {
    holder: project,
    marker: null
  });
  expect(await refused(reading(OUT, 'in.csv'))).toEqual(problem);
  for (const text of ['load', OUT, folder]) {
    expect(problem.detail).toContain(text);
  }
  for (const text of ['git init', '.kalette', project]) {
    expect(problem.hint).toContain(text);
  }
});

it.each(['.git', '.kalette'])(
  'nothing is said when %s makes one workspace of both',
  async name => {
    mkdirSync(join(project, name));
    expect(await refused(reading(OUT))).toBeNull();
    expect(await refused(reading('../../in.csv'))).not.toBeNull();
  }
);

it('the hint does not advise what another workspace below would undo', async () => {
  mkdirSync(join(folder, '.kalette'));
  const old = { holder: project, marker: '.kalette' };
  expect(await refused(reading(OUT))).toEqual(
    messages.filesOutside(USES, folder, old)
  );
  mkdirSync(join(folder, '.git'));
  const problem = await refused(reading(OUT));
  expect(problem).toEqual(
    messages.filesOutside(USES, folder, { holder: project, marker: '.git' })
  );
  expect(problem?.hint).not.toContain('git init');
});

it('a file that a step may do without is only told of', async () => {
  const pipeline = pipelineOf([
    {
      name: 'load',
      code: 'pass',
      step: { files: [{ path: OUT, from: null, optional: true }] }
    }
  ]);
  expect(await refused(pipeline)).toBeNull();
  const notebook = join(folder, 'test.ipynb');
  expect(outsideFiles(pipeline, notebook, folder)).toEqual({
    refused: null,
    remarks: [messages.mayReadOutside('load', OUT, folder)]
  });
});

it('paths with parameters, absolute ones and those of steps left out are fine', async () => {
  const fine = reading('../{name}.csv', '/etc/hosts', 'a/../in.csv', '..a.csv');
  expect(await refused(fine)).toBeNull();
  expect(await refused(reading(OUT), 'other')).toBeNull();
});
