import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import type { PipelineStep } from '../../../core/pipeline/types';
import { ownPython } from '../../kernels/find';
import type { TestEngine } from '../../testing/engines';
import { keptEngines } from '../../testing/kept-engines';
import { pipelineOf } from '../../testing/notebooks';
import { keptStrangers } from '../../testing/strangers';

jest.setTimeout(60_000);

const engineOf = keptEngines();
const { folder, asSomebodyElse } = keptStrangers();

const changes = (step: string, ...names: string[]): PipelineStep['changes'] =>
  names.map(variable => ({
    ...{ variable, cells: [step], leaves: 'value' as const },
    isNew: true
  }));

/** Two steps that do not wait for one another, and one that waits for the second. */
const FORK = pipelineOf([
  {
    name: 'left',
    code: 'rows = [1, 2]\nclass Box: pass\nbox = Box()\nalso = rows',
    step: { changes: changes('left', 'rows', 'box', 'also') }
  },
  {
    name: 'right',
    code: 'count = 3',
    step: { changes: changes('right', 'count') }
  }
]);

async function forked() {
  const engine = await engineOf(FORK);
  const { steps } = await engine.run();
  const [left = '', right = ''] = steps.map(one => one.snapshot.after ?? '');
  return { engine, left, right };
}

/** What a consent page shows, and what a kernel has when it was agreed to. */
async function opened(
  { workspace, folder: root }: TestEngine,
  url: string,
  isTrusted: boolean
) {
  const opening = workspace.opening(root);
  const { snapshot, code } = await opening.inspect(url);
  const allow = isTrusted ? (['variables'] as const) : [];
  const request = { notebook: 'test.ipynb', url, to: 'new' as const, allow };
  const { resume } = await opening.restore(
    { ...request, folder: `got-${String(isTrusted)}` },
    {}
  );
  const show =
    'print([(n, globals().get(n, "-")) for n in ("rows", "count")], "box" in globals(), globals().get("also") is globals().get("rows"))';
  const said = execFileSync(
    ownPython() ?? 'python3',
    ['-c', `class Box: pass\n${resume?.code ?? ''}\n${show}`],
    { encoding: 'utf8' }
  );
  return {
    shown: snapshot.state.map(({ name, tier, from }) => [name, tier, from]),
    missing: snapshot.missing.map(({ name }) => name),
    objects: code.map(({ kind, detail }) => [kind, detail]),
    bytes: snapshot.stateBytes,
    resume,
    said: said.trim().split('\n')
  };
}

describe('opening a step', () => {
  it('brings what steps beside left that stand above it', async () => {
    const { engine, left, right } = await forked();
    const found = await opened(engine, right, true);
    expect(found.shown).toEqual([
      ['count', 'safe', undefined],
      ['rows', 'safe', 'left'],
      ['box', 'trusted', 'left'],
      ['also', 'safe', 'left']
    ]);
    expect(found.missing).toEqual([]);
    expect(found.objects).toEqual([['variables', 'box']]);
    expect(found.said.at(-1)).toBe(
      "[('rows', [1, 2]), ('count', 3)] True True"
    );
    expect(found.resume).toMatchObject({ variables: 4, missing: [] });
    const snapshots = engine.workspace.snapshots();
    const { stateBytes, state } = await snapshots.get(right);
    expect(state.map(({ name }) => name)).toEqual(['count']);
    expect(found.bytes).toBeGreaterThan(stateBytes);
    // What stands below is not there yet.
    const above = await engine.workspace.opening(engine.folder).inspect(left);
    expect(above.snapshot.state.map(({ name }) => name)).not.toContain('count');
  });

  it('reads no more of them than of its own', async () => {
    const { engine, right } = await forked();
    const { said } = await opened(engine, right, false);
    expect(said.at(-1)).toBe("[('rows', [1, 2]), ('count', 3)] False True");
    expect(JSON.parse(said.at(-2) ?? '')).toMatchObject({
      failed: [{ name: 'box' }]
    });
  });

  it('tells them missing where the other snapshot is not there', async () => {
    asSomebodyElse();
    const { engine, left, right } = await forked();
    const snapshots = engine.workspace.snapshots();
    const to = { remote: folder('whole'), withSecrets: false };
    const { url } = await snapshots.publish(right, to, {});
    const { url: other } = await snapshots.publish(left, to, {});
    asSomebodyElse();
    const mine = await engineOf(FORK);
    const alone = await opened(mine, url, false);
    expect(alone.shown.map(([name]) => name)).toEqual(['count']);
    expect(alone.missing.sort()).toEqual(['also', 'box', 'rows']);
    expect(alone.said.at(-1)).toBe("[('rows', '-'), ('count', 3)] False True");
    // Once the other one was fetched, both are there.
    await opened(mine, other, true);
    const both = await mine.workspace.opening(mine.folder).inspect(url);
    expect(both.snapshot.missing).toEqual([]);
    expect(both.snapshot.signer.state).toBe('unknown');
  });

  it('takes nothing from what somebody else signed', async () => {
    const { engine, right } = await forked();
    const snapshots = engine.workspace.snapshots();
    const query = { notebook: null, limit: 50, next: null };
    const { items } = await snapshots.list(query);
    const run = items.find(({ url }) => url === right)?.run;
    const create = [
      'import sys',
      'from kalette.snapshots import Description, Store',
      'store, run, work = sys.argv[1:]',
      'about = Description(bucket="test", name="bad", run=run, step="left",',
      '    when="after", environment={"place": 0})',
      'Store.open(store).create(work, about)'
    ].join('\n');
    execFileSync(
      ownPython() ?? 'python3',
      [
        ...['-c', create, engine.workspace.store.layout.snapshots],
        ...[run ?? '', folder('whole')]
      ],
      {
        env: {
          ...process.env,
          XDG_CONFIG_HOME: folder('whole'),
          PYTHONPATH: join(__dirname, '../../../../python-shim')
        }
      }
    );
    const found = await opened(engine, right, true);
    expect(found.shown).toContainEqual(['rows', 'safe', 'left']);
  });
});
