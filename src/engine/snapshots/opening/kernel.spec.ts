import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Page, SnapshotSummary } from '../../../core/api/types';
import { ownPython } from '../../kernels/find';
import { keptEngines } from '../../testing/kept-engines';
import { pipelineOf } from '../../testing/notebooks';
import { served } from '../../testing/served';
import { setApart } from '../../trees/apart';
import { captureOptions } from '../taking/scope';

jest.setTimeout(60_000);

const engineOf = keptEngines();

const python = (cwd: string, code: string): unknown =>
  JSON.parse(
    execFileSync(ownPython() ?? 'python3', ['-c', code], {
      cwd,
      encoding: 'utf8',
      env: {
        ...process.env,
        PYTHONPATH: join(__dirname, '../../../../python-shim')
      }
    })
  );

describe('kalette in a kernel', () => {
  it('loads what a step of a run left', async () => {
    const engine = await engineOf(
      pipelineOf([
        { name: 'load', code: 'rows = [1, 2]' },
        {
          name: 'train',
          code: 'model = {"w": 6}',
          step: { after: ['load'] }
        }
      ])
    );
    const { id } = await engine.run();
    const code = (args: string) =>
      `import json, kalette; print(json.dumps(dict(kalette.load("${id}"${args}))))`;
    const { folder } = engine;
    expect(python(folder, code(''))).toEqual({
      model: { w: 6 },
      rows: [1, 2]
    });
    expect(python(folder, code(', step="load"'))).toEqual({ rows: [1, 2] });
  });

  it('takes a snapshot inside of a step, of what the step sees', async () => {
    const engine = await engineOf(
      pipelineOf([
        {
          name: 'train',
          code: [
            'import kalette',
            'open("half.txt", "w").write("1")',
            'half = 3',
            'url = kalette.snapshot("half way")',
            'open("half.txt", "w").write("2")'
          ].join('\n')
        }
      ])
    );
    const run = await engine.run();
    expect(run.steps[0]?.error).toBeNull();
    const snapshots = engine.workspace.snapshots();
    const query = { notebook: null, limit: 10, next: null };
    const { items } = await snapshots.list(query);
    const taken = items.find(({ message }) => message === 'half way');
    const found = await snapshots.get(taken?.id ?? '');
    expect(found.state.map(({ name }) => name)).toContain('half');
    expect(String(await snapshots.file(found.id, 'half.txt'))).toBe('1');
  });

  it('takes snapshots that are listed where nothing ever ran', async () => {
    const { ask, folder } = await served(engineOf);
    const other = join(folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'pyproject.toml'), '');
    const listed = async () => {
      const answer = await ask('GET', '/snapshots?notebook=other/a.ipynb');
      const { items } = (await answer.json()) as Page<SnapshotSummary>;
      return items.map(({ message, kind }) => [message, kind]);
    };
    expect(await listed()).toEqual([]);
    expect(readdirSync(other)).toEqual(['pyproject.toml']);
    const name = JSON.stringify(join(other, 'a.ipynb'));
    const code = [
      'import json, os, kalette',
      `os.environ["JPY_SESSION_NAME"] = ${name}`,
      'print(json.dumps(kalette.snapshot("mine")))'
    ];
    const url = String(python(other, code.join('\n')));
    const id = url.slice(url.indexOf('sha256:'));
    const shown = await ask('GET', `/snapshots/${id}?notebook=other/a.ipynb`);
    expect(shown.status).toBe(200);
    expect(await listed()).toEqual([['mine', 'manual']]);
  });

  it('leaves out of a snapshot what the engine does', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kalette-scope-'));
    for (const path of ['envs/a/conda-meta', 'b', 'node_modules/c']) {
      mkdirSync(join(folder, path), { recursive: true });
    }
    writeFileSync(join(folder, 'b', 'pyvenv.cfg'), '');
    writeFileSync(join(folder, 'node_modules/c', 'pyvenv.cfg'), '');
    for (const name of ['got', 'in/a', 'in/*b']) {
      await setApart(join(folder, name), 'sha256:0');
    }
    writeFileSync(join(folder, '.snapshotignore'), 'x\n!/in/\\*b/\n!c\n');
    const { rules, external } = await captureOptions(folder);
    expect(external).toEqual(['b', 'envs/a', 'got', 'in/a']);
    const code = [
      'import json',
      'from kalette.kernel.workspace import capture_options',
      'options = capture_options(".")',
      'print(json.dumps([options.rules, sorted(options.external)]))'
    ].join('\n');
    expect(python(folder, code)).toEqual([rules, [...external].sort()]);
    rmSync(folder, { recursive: true });
  });
});
