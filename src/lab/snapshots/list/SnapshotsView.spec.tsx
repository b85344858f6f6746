import * as React from 'react';

import type { SnapshotSummary } from '../../../core/api/types';
import {
  changeOf,
  digestOf,
  operationOf,
  summaryOf
} from '../../../core/view/testing/snapshots';
import { CommandIDs } from '../../commands/ids';
import { openPipeline, settled } from '../../testing/documents';
import { FakeEngine, problemOf } from '../../testing/fake-engine';
import {
  click,
  during,
  find,
  press,
  recordCommands,
  render,
  type
} from '../../testing/render';
import { timeWords } from '../words';
import { SnapshotsView } from './SnapshotsView';

const at = (id: string, fields: Partial<SnapshotSummary> = {}) =>
  summaryOf({ id: digestOf(id), ...fields });

async function show(
  items: readonly SnapshotSummary[],
  engine = new FakeEngine()
) {
  engine.snapshots.items = [...items];
  const { model } = await openPipeline([[['step:a'], 'x = 1']], {}, engine);
  const { commands, calls } = recordCommands(Object.values(CommandIDs));
  const content = () => <SnapshotsView model={model} />;
  const rendered = render(content(), commands);
  model.snapshots.stateChanged.connect(() => rendered.show(content()));
  await during(() => settled());
  return { ...rendered, model, calls, snapshots: engine.snapshots };
}

const names = (node: HTMLElement) =>
  [...node.querySelectorAll('.jp-KaletteSnap-name')].map(
    ({ textContent }) => textContent
  );

describe('SnapshotsView', () => {
  it('says of a safety snapshot which one was opened, and when', async () => {
    const opened = at('a1b2c3d4', { when: 'after' });
    const outside = { run: null, runNumber: null, step: null, when: null };
    const safety = { ...outside, kind: 'safety' as const };
    const { node } = await show([
      at('c', {
        ...{ ...safety, opened: '99999999' },
        at: '2026-11-21T10:43:00.000Z'
      }),
      at('b', { ...safety, opened: 'a1b2c3d4' }),
      at('d', { ...safety, copied: 42 }),
      opened
    ]);
    expect(names(node).slice(0, 3)).toEqual([
      'before another was opened',
      'before run 42, after svm was opened',
      'before files of run 42 were copied'
    ]);
    expect(find(node, '.jp-KaletteSnap .jp-KaletteMeta').textContent).toBe(
      timeWords('2026-11-21T10:43:00.000Z')
    );
  });

  it('tells those of one minute apart', async () => {
    const opened = at('a1b2c3d4', { when: 'after' });
    const outside = { run: null, runNumber: null, step: null, when: null };
    const time = (second: number) =>
      `2020-03-04T12:00:${String(second).padStart(2, '0')}.000Z`;
    const safety = (id: string, second: number) =>
      at(id, {
        ...{ ...outside, kind: 'safety', opened: 'a1b2c3d4' },
        at: time(second)
      });
    const { node } = await show([safety('d', 9), safety('c', 8), opened]);
    const lines = [...node.querySelectorAll('.jp-KaletteSnap')].map(
      ({ textContent }) => textContent
    );
    expect(lines[0]).toMatch(/ opened.*:00:09/);
    expect(lines[1]).toMatch(/ opened.*:00:08/);
  });

  it('groups by run, and tells what changed since', async () => {
    const engine = new FakeEngine();
    engine.snapshots.difference = {
      same: 3,
      total: 2,
      items: [changeOf('a.py'), changeOf('b.py', 'new')]
    };
    const { node } = await show(
      [
        at('a', { run: 'run-43', runNumber: 43, when: 'after' }),
        at('b'),
        at('c', { step: null, when: 'start', added: 0, variables: 0 })
      ],
      engine
    );
    expect(node.textContent).toContain('2 files changed since run 43');
    expect(
      [...node.querySelectorAll('h3')].map(head => head.textContent)
    ).toEqual([
      expect.stringContaining('Now'),
      expect.stringContaining('Run 43'),
      expect.stringContaining('Run 42')
    ]);
    expect(names(node)).toEqual(['after svm', 'before svm', 'at start']);
    expect(find(node, '.jp-KaletteSnap', 'after svm').textContent).toContain(
      '+ 3.5 MB'
    );
    const start = find(node, '.jp-KaletteSnap', 'at start');
    expect(start.textContent).toContain('under 1 kB');
    expect(start.title).toContain('added under 1 kB to');
  });

  it('tells the tries of a step apart', async () => {
    const failed = { when: 'after', isPartial: true } as const;
    const { node } = await show([
      at('a', { ...failed, attempt: 2, tree: 'sha256:2' }),
      at('b', { ...failed, tree: 'sha256:1' })
    ]);
    expect(names(node)).toEqual([
      'after svm (try 2) failed',
      'after svm failed'
    ]);
  });

  it('tells what changed since a snapshot that was opened here', async () => {
    const opened = at('b');
    const safety = at('a', {
      kind: 'safety',
      run: null,
      runNumber: null,
      step: null,
      opened: opened.id.slice(7, 15)
    });
    const { node } = await show([
      at('f', { bucket: 'fetched' }),
      safety,
      opened
    ]);
    expect(node.textContent).toContain(
      'nothing changed since run 42, before svm'
    );
  });

  it('names the notebooks of runs where there are several', async () => {
    const others = at('c', { run: 'run-1', notebook: 'eu/sales.ipynb' });
    const safety = at('d', {
      run: null,
      runNumber: null,
      step: null,
      when: null,
      kind: 'safety',
      message: '/home/ada/w as it was',
      notebook: null
    });
    const { node } = await show([safety, at('a'), others]);
    const [, ...heads] = [...node.querySelectorAll('h3')].map(
      ({ textContent }) => textContent
    );
    expect(heads[0]).toContain('Outside runs');
    expect(heads[1]).toMatch(/^Run 42 digits\.ipynb, /);
    expect(heads[2]).toMatch(/^Run 42 sales\.ipynb, /);
    expect(names(node)[0]).toBe('before another was opened');
  });

  it('folds equal neighbours, and shows them when asked', async () => {
    const tree = digestOf('f');
    const { node } = await show([
      at('a', { tree }),
      at('b', { tree, step: 'load', when: 'after' })
    ]);
    expect(names(node)).toEqual(['before svm']);
    click(find(node, 'button', 'Same files: after load'));
    expect(names(node)).toEqual(['before svm', 'after load']);
  });

  it('shows actions under the chosen row, and walks over them', async () => {
    const { node, calls } = await show([at('a'), at('b', { when: 'after' })]);
    const [first, second] =
      node.querySelectorAll<HTMLElement>('.jp-KaletteSnap');
    click(first);
    click(find(node, 'button', 'Open here'));
    const url = at('a').url;
    expect(calls).toEqual([
      {
        id: CommandIDs.openSnapshot,
        args: { url, notebook: 'digits.ipynb', to: 'here' }
      }
    ]);
    first.focus();
    press(first, 'ArrowDown');
    expect(document.activeElement).toBe(second);
    expect(second.getAttribute('aria-expanded')).toBe('true');
    press(second, 'Enter');
    expect(calls[1].id).toBe(CommandIDs.showSnapshot);
  });

  it('copies the URL under which others can reach it', async () => {
    const url = 'snap+https://a.example#sha256:0';
    const { node, calls } = await show([at('a', { published: [url] })]);
    click(find(node, '.jp-KaletteSnap'));
    click(find(node, 'button', 'Copy URL'));
    expect(calls[0]).toEqual({ id: CommandIDs.copySnapshotUrl, args: { url } });
  });

  it('lists kept and published ones by themselves', async () => {
    const { node } = await show([at('a', { kept: 'for review' })]);
    expect(names(node)).toEqual(['before svm', 'for review']);
  });

  it('sets apart what was made elsewhere', async () => {
    const { node } = await show([at('a', { bucket: 'fetched' }), at('b')]);
    expect(names(node)).toEqual(['before svm', 'digits.ipynb']);
    expect(node.textContent).toContain('From elsewhere 1');
  });

  it('takes one with a message', async () => {
    const { node, calls } = await show([]);
    expect(node.textContent).toContain('No snapshots yet');
    click(find(node, '.jp-KaletteSnapHead button', 'Take'));
    const input = find(node, 'form input') as HTMLInputElement;
    expect(document.activeElement).toBe(input);
    type(input, 'before the talk');
    click(find(node, 'form button', 'Take snapshot'));
    expect(calls).toEqual([
      { id: CommandIDs.takeSnapshot, args: { message: 'before the talk' } }
    ]);
    expect(node.querySelector('form')).toBeNull();
  });

  it('shows how far it is, and stops it', async () => {
    const { node, model, snapshots } = await show([at('a')]);
    snapshots.course = [operationOf({ done: 3, total: 9, phase: 'Reading' })];
    await during(async () => {
      void model.snapshots.take('');
      await settled();
    });
    expect(node.textContent).toContain('Reading · 3 of 9');
    await during(async () => {
      find(node, '.jp-KaletteProgress button', 'Cancel').click();
      await settled();
    });
    expect(snapshots.asked).toContain('cancel op-1');
    expect(node.querySelector('.jp-KaletteProgress')).toBeNull();
  });

  it('says why there is no list, and asks again', async () => {
    const engine = new FakeEngine();
    engine.snapshots.problem = problemOf({ detail: 'The store is locked.' });
    const { node, snapshots } = await show([at('a')], engine);
    expect(node.textContent).toContain('The store is locked.');
    snapshots.problem = null;
    await during(async () => {
      find(node, 'button', 'Check again').click();
      await settled();
    });
    expect(names(node)).toEqual(['before svm']);
  });

  it('shows how much room they take', async () => {
    const engine = new FakeEngine();
    engine.snapshots.space = {
      ...engine.snapshots.space,
      bytes: 2.1e9,
      count: 184
    };
    const { node } = await show([at('a')], engine);
    const meter = find(node, '[role=meter]');
    expect(meter.getAttribute('aria-valuetext')).toBe('2.1 GB of 10 GB');
    expect(node.textContent).toContain('184 snapshots');
  });

  it('offers the way back where an opening was interrupted', async () => {
    const engine = new FakeEngine();
    const safety = at('f').url;
    engine.snapshots.space = {
      ...engine.snapshots.space,
      recovered: [
        {
          how: 'resumed',
          folder: '/w',
          id: at('a').id,
          safety,
          why: '',
          changed: [],
          more: 0,
          meanwhile: null
        }
      ]
    };
    const { node, calls } = await show([at('a')], engine);
    expect(node.textContent).toContain(
      'It was finished when Kalette came back.'
    );
    click(find(node, 'button', 'Go back…'));
    expect(calls).toMatchObject([
      { id: CommandIDs.openSnapshot, args: { url: safety, to: 'here' } }
    ]);
    // The engine forgets it, so that it does not come back with another view.
    click(find(node, 'button', 'Leave it so'));
    await during(() => settled());
    expect(engine.snapshots.asked).toContain('recover leave');
  });

  it('names what a decision about an interrupted opening replaced', async () => {
    const engine = new FakeEngine();
    const meanwhile = at('e').url;
    const rest = { folder: '/w', why: '', changed: [], more: 0 };
    const waiting = { ...rest, how: 'waiting', id: at('a').id } as const;
    const { space } = engine.snapshots;
    const safety = at('f').url;
    const recovered = [{ ...waiting, safety, meanwhile: null }];
    engine.snapshots.space = { ...space, recovered };
    const { node, calls } = await show([at('a')], engine);
    const decided = { ...waiting, how: 'rolled-back', safety, meanwhile };
    const result = [decided, { ...decided, meanwhile: null }];
    engine.snapshots.course = [operationOf({ state: 'succeeded', result })];
    engine.snapshots.space = { ...space, recovered: [] };
    click(find(node, 'button', 'Go back'));
    await during(() => settled());
    const banners = node.querySelectorAll('.jp-KaletteBanner');
    expect([...banners].map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(
        /^The opening of snapshot a000\u00a00000 was taken back\. What was here until then is in a snapshot\./
      )
    ]);
    click(find(node, 'button', 'Go back to before…'));
    expect(calls).toMatchObject([
      { id: CommandIDs.openSnapshot, args: { url: meanwhile, to: 'here' } }
    ]);
    click(find(node, 'button', 'Dismiss'));
    expect(node.querySelector('.jp-KaletteBanner')).toBeNull();
  });

  it('offers no way back where all is as it was before', async () => {
    const engine = new FakeEngine();
    const safety = at('f').url;
    const rest = {
      folder: '/w',
      why: '',
      changed: [],
      more: 0,
      meanwhile: null
    };
    engine.snapshots.space = {
      ...engine.snapshots.space,
      recovered: [{ how: 'rolled-back', id: at('a').id, safety, ...rest }]
    };
    const { node } = await show([at('a')], engine);
    expect(node.textContent).toContain('All is as it was before.');
    const labels = [...node.querySelectorAll('.jp-KaletteBanner button')].map(
      ({ textContent }) => textContent
    );
    expect(labels).toEqual(['Dismiss']);
  });

  it('tells of snapshots that the list cannot show', async () => {
    const engine = new FakeEngine();
    const { space } = engine.snapshots;
    const unreadable = [digestOf('d'), digestOf('e')];
    engine.snapshots.space = { ...space, unreadable };
    const { node } = await show([at('a')], engine);
    expect(node.textContent).toContain(
      '2 snapshots cannot be read: d000\u00a00000, e000\u00a00000.'
    );
  });

  it('asks what to do where something was changed since', async () => {
    const engine = new FakeEngine();
    engine.snapshots.space = {
      ...engine.snapshots.space,
      recovered: [
        {
          how: 'waiting',
          folder: '/w',
          id: at('a').id,
          safety: at('f').url,
          why: '',
          changed: ['a.csv', 'b.csv', 'c.csv', 'd.csv', 'e.csv', 'f.csv'],
          more: 10,
          meanwhile: null
        }
      ]
    };
    const { node } = await show([at('a')], engine);
    const list = node.querySelector('ul.jp-KaletteMuted');
    expect([...(list?.children ?? [])].map(item => item.textContent)).toEqual([
      ...['a.csv', 'b.csv', 'c.csv', 'd.csv', 'e.csv'],
      '11 more'
    ]);
    for (const [label, choice] of [
      ['Finish it', 'finish'],
      ['Go back', 'back'],
      ['Leave it so', 'leave']
    ] as const) {
      click(find(node, 'button', label));
      await settled();
      expect(engine.snapshots.asked).toContain(`recover ${choice}`);
    }
  });
});
