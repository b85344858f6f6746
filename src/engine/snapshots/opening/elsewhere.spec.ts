import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { RestoreRequest, Restored } from '../../../core/api/types';
import { ownPython } from '../../kernels/find';
import * as messages from '../../messages';
import type { TestEngine } from '../../testing/engines';
import { keptEngines } from '../../testing/kept-engines';
import { pipelineOf } from '../../testing/notebooks';
import { keptStrangers } from '../../testing/strangers';
import { LISTED } from '../listing/differences';
import { Remotes } from '../remotes/remotes';

jest.setTimeout(60_000);

const engineOf = keptEngines();
const { folder, asSomebodyElse } = keptStrangers();

/** Leaves plain data, and an object whose pickle writes a file when it is read. */
const TRAIN = pipelineOf([
  {
    name: 'train',
    code: [
      'open("model.txt", "w").write("6")',
      'numbers = [1, 2, 3]',
      'class Payload:',
      '    def __reduce__(self):',
      "        return (exec, (\"import os; open(os.environ['MARK'], 'w').close()\",))",
      'trap = Payload()'
    ].join('\n')
  }
]);

/** Leaves a module with the name of a library that plain variables need, and such a variable. */
const HIDE = pipelineOf([
  {
    name: 'train',
    code: [
      'import numpy',
      'column = numpy.arange(3.0)',
      "trap = \"import os; open(os.environ['MARK'], 'w').close()\"",
      'for name in ("numpy", "ast", "sitecustomize"):',
      '    open(f"{name}.py", "w").write(trap)',
      'open("helper.py", "w").write("x = 1")'
    ].join('\n')
  }
]);

/** Leaves more files than are listed, and one behind them. */
const MANY = pipelineOf([
  {
    name: 'train',
    code: `for place in range(${LISTED + 100}):\n    open(f"a{place:04}", "w").close()\nopen("z.txt", "w").write("theirs")`
  }
]);

/** The URL under which a folder has what a run left after its step. */
async function published(pipeline = TRAIN): Promise<string> {
  asSomebodyElse();
  const engine = await engineOf(pipeline);
  const run = await engine.run();
  const after = run.steps[0]?.snapshot.after ?? '';
  const snapshots = engine.workspace.snapshots();
  const { url } = await snapshots.publish(
    after,
    { remote: folder('remote'), withSecrets: false },
    {}
  );
  expect((await snapshots.get(after)).published).toEqual([url]);
  return url;
}

function open(
  { workspace, folder: root }: TestEngine,
  url: string,
  more: Partial<RestoreRequest> = {}
): Promise<Restored> {
  const request = { notebook: 'test.ipynb', url, folder: 'got', ...more };
  return workspace
    .opening(root)
    .restore({ to: 'new', allow: [], ...request }, {});
}

/** What a kernel has to say that runs the code; and whether the trap went off. */
function inKernel(
  code: string,
  cwd = '.'
): { said: string; isCaught: boolean } {
  const mark = join(folder('mark'), 'mark');
  const env = { ...process.env, MARK: mark };
  const said = execFileSync(ownPython() ?? 'python3', ['-c', code], {
    encoding: 'utf8',
    env,
    cwd
  });
  return { said, isCaught: existsSync(mark) };
}

describe('a snapshot that lies elsewhere', () => {
  it('is looked at without its files, and nothing of it is kept', async () => {
    const url = await published();
    const engine = await engineOf(TRAIN);
    writeFileSync(join(engine.folder, 'note.txt'), 'mine');
    const before = readdirSync(engine.folder).sort();
    const found = await engine.workspace.opening(engine.folder).inspect(url);
    expect(found).toMatchObject({ url, isHere: false });
    expect(found.source).toMatch(/^file:\/\//);
    expect(found.fetch).toBeGreaterThan(0);
    expect(found.snapshot).toMatchObject({ step: 'train', when: 'after' });
    expect(found.snapshot.state.map(({ name, tier }) => [name, tier])).toEqual(
      expect.arrayContaining([
        ['numbers', 'safe'],
        ['trap', 'trusted']
      ])
    );
    expect(found.here.items.map(({ path, change }) => [path, change])).toEqual([
      ['model.txt', 'new'],
      ['note.txt', 'deleted']
    ]);
    expect(readdirSync(engine.folder).sort()).toEqual(before);
    const query = { notebook: null, limit: 10, next: null };
    expect((await engine.workspace.snapshots().list(query)).items).toEqual([]);
  });

  it('is fetched when it is opened, and is here from then on', async () => {
    const url = await published();
    const engine = await engineOf(TRAIN);
    const phases: string[] = [];
    const opening = engine.workspace.opening(engine.folder);
    await opening.restore(
      { notebook: 'test.ipynb', url, to: 'new', folder: 'got', allow: [] },
      { onProgress: ({ phase }) => phases.push(phase) }
    );
    expect(phases).toEqual(expect.arrayContaining(['download', 'write']));
    const model = join(engine.folder, 'got', 'model.txt');
    expect(readFileSync(model, 'utf8')).toBe('6');
    expect(await opening.inspect(url)).toMatchObject({
      isHere: true,
      fetch: 0
    });
  });

  it('leaves nothing when it is cancelled on the way', async () => {
    const url = await published();
    const engine = await engineOf(TRAIN);
    const controller = new AbortController();
    const opening = engine.workspace.opening(engine.folder);
    const opened = opening.restore(
      { notebook: 'test.ipynb', url, to: 'new', folder: 'got', allow: [] },
      { signal: controller.signal, onProgress: () => controller.abort() }
    );
    await expect(opened).rejects.toMatchObject({
      problem: { code: 'snapshot_cancelled' }
    });
    expect(existsSync(join(engine.folder, 'got'))).toBe(false);
  });

  it('is not opened over files while its key is not known', async () => {
    const url = await published();
    asSomebodyElse();
    const engine = await engineOf(TRAIN);
    const note = join(engine.folder, 'note.txt');
    writeFileSync(note, 'mine');
    const opening = engine.workspace.opening(engine.folder);
    const found = await opening.inspect(url);
    expect(found.snapshot.signer.state).toBe('unknown');
    expect(found.here.refused).toBe(messages.foreignHere());
    await expect(open(engine, url, { to: 'here' })).rejects.toMatchObject({
      problem: messages.notOpenedHere(messages.foreignHere())
    });
    expect(readFileSync(note, 'utf8')).toBe('mine');
    const { key } = found.snapshot.signer;
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    await engine.engine.trust(key ?? '', 'Ada');
    const trusted = await opening.inspect(url);
    expect(trusted.snapshot.signer.state).toBe('trusted');
    expect(trusted.here.refused).toBeNull();
  });

  it('is not opened over a file either that stands behind many new ones', async () => {
    const url = await published(MANY);
    asSomebodyElse();
    const engine = await engineOf(TRAIN);
    const note = join(engine.folder, 'z.txt');
    writeFileSync(note, 'mine');
    const opening = engine.workspace.opening(engine.folder);
    const { here } = await opening.inspect(url);
    expect(here.items).toHaveLength(LISTED);
    expect(here.total).toBeGreaterThan(LISTED);
    expect(here.refused).toBe(messages.foreignHere());
    await expect(open(engine, url, { to: 'here' })).rejects.toMatchObject({
      problem: messages.notOpenedHere(messages.foreignHere())
    });
    expect(readFileSync(note, 'utf8')).toBe('mine');
  });

  it('loads plain data, and objects only when that was agreed to', async () => {
    const url = await published();
    asSomebodyElse();
    const engine = await engineOf(TRAIN);
    const { resume } = await open(engine, url);
    const safe = inKernel(`${resume?.code ?? ''}\nprint("sum", sum(numbers))`);
    expect(safe.isCaught).toBe(false);
    expect(safe.said).toContain('sum 6');
    expect(JSON.parse(safe.said.split('\n')[0] ?? '')).toMatchObject({
      restored: ['numbers']
    });
    const more = { allow: ['variables' as const], folder: 'trusted' };
    const trusting = await open(engine, url, more);
    expect(inKernel(trusting.resume?.code ?? '').isCaught).toBe(true);
  });
});

describe('a stranger’s module that has the name of a library', () => {
  it('is named and left out, and plain variables come without it', async () => {
    const url = await published(HIDE);
    asSomebodyElse();
    const engine = await engineOf(TRAIN);
    const { code } = await engine.workspace.opening(engine.folder).inspect(url);
    expect(code.map(({ kind, path, detail }) => [kind, path, detail])).toEqual([
      ['startup', 'ast.py', messages.hidesModule('ast')],
      ['startup', 'numpy.py', messages.hidesModule('numpy')],
      ['startup', 'sitecustomize.py', ''],
      ['cells', null, messages.definedInSteps(1)]
    ]);
    const { withheld } = await open(engine, url);
    expect(withheld).toBe(3);
    expect(readdirSync(join(engine.folder, 'got')).sort()).toEqual([
      '.kalette',
      'helper.py',
      'pyproject.toml',
      'test.ipynb'
    ]);
  });

  it('is not imported to load plain variables where it was let in', async () => {
    const url = await published(HIDE);
    asSomebodyElse();
    const engine = await engineOf(TRAIN);
    const { resume, folder: got } = await open(engine, url, {
      allow: ['startup']
    });
    const { said, isCaught } = inKernel(
      `${resume?.code ?? ''}\nprint("sum", column.sum(), "" in sys.path)`.replace(
        /^/,
        'import sys; sys.path.insert(0, "")\n'
      ),
      join(engine.folder, got)
    );
    expect(said).toContain('sum 3.0 True');
    expect(isCaught).toBe(false);
  });
});

describe('a bucket of a remote', () => {
  it('is followed, and what is in it fetched when asked for', async () => {
    const url = await published();
    const engine = await engineOf(TRAIN);
    const snapshots = engine.workspace.snapshots();
    const remotes = new Remotes(snapshots);
    const remote = url.slice('snap+'.length, url.indexOf('#'));
    const followed = await remotes.subscribe(remote, 'test', {});
    expect(followed).toMatchObject({
      remote,
      bucket: 'test',
      trust: 'own',
      snapshots: [{ url, isHere: false }]
    });
    const fetched = await remotes.fetch(url, {});
    expect(fetched).toMatchObject({ bucket: 'fetched', step: 'train' });
    expect(await remotes.poll({})).toMatchObject([
      {
        subscription: { snapshots: [{ url, isHere: true }] },
        added: [],
        removed: [],
        problem: null
      }
    ]);
    await remotes.unsubscribe(remote, 'test');
    expect(await remotes.subscriptions()).toEqual([]);
  });
});

describe('cells of a snapshot', () => {
  const source = 'def double(x):\n    return 2 * x';
  const WITH_CELLS = pipelineOf([{ name: 'one', code: 'two = 2' }], {
    definitions: [
      {
        name: 'double',
        kind: 'function',
        cell: 'one',
        index: 0,
        line: 0,
        source
      }
    ]
  });

  it('run only when that was agreed to', async () => {
    const engine = await engineOf(WITH_CELLS);
    const run = await engine.run();
    const url = run.steps[0]?.snapshot.after ?? '';
    await expect(open(engine, url, { folder: '.git/x' })).rejects.toMatchObject(
      { problem: { code: 'bad_folder' } }
    );
    const without = await open(engine, url);
    const withCells = await open(engine, url, {
      allow: ['cells'],
      folder: 'with'
    });
    const sources = ({ resume }: Restored): unknown => {
      const file = /_kalette_resume\("([^"]+)"/.exec(resume?.code ?? '');
      return JSON.parse(readFileSync(file?.[1] ?? '', 'utf8')).sources;
    };
    expect(sources(without)).toEqual([]);
    expect(sources(withCells)).toEqual([source]);
  });
});
