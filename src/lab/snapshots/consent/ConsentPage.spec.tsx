import * as React from 'react';

import type { Inspection, Signer } from '../../../core/api/types';
import {
  changeOf,
  inspectionOf,
  snapshotOf
} from '../../../core/view/testing/snapshots';
import { settled } from '../../testing/documents';
import { FakeSnapshots } from '../../testing/fake-snapshots';
import { click, during, find, render } from '../../testing/render';
import { ConsentModel } from './consent-model';
import { ConsentPage } from './ConsentPage';
import type { KernelNow } from './kernel-loss';

const CODE: Inspection['code'] = [
  { kind: 'startup', path: 'start.py', detail: '', canView: true },
  { kind: 'notebook', path: null, detail: 'HTML in 3 cells', canView: false }
];

interface IShown {
  readonly url?: string;
  readonly signer?: Signer['state'];
  readonly fields?: Partial<Inspection>;
  readonly unsaved?: readonly string[];
  readonly kernel?: KernelNow;
  readonly stuck?: string;
}

async function show(shown: IShown = {}) {
  const { url, signer = 'unknown', fields, unsaved = [] } = shown;
  const { kernel = 'none', stuck = null } = shown;
  const client = new FakeSnapshots();
  const snapshot = snapshotOf({
    signer: { state: signer, key: '9f'.repeat(32) }
  });
  client.inspection = inspectionOf({ snapshot, code: CODE, ...fields });
  client.files.set('start.py', 'import os');
  const model = new ConsentModel({
    client,
    scope: { notebook: '' },
    url: url ?? snapshot.url,
    to: 'new',
    host: {
      unsaved: () => unsaved,
      kernel: () => Promise.resolve(kernel),
      save: () => Promise.resolve(stuck),
      interrupted: () => undefined,
      begun: () => undefined,
      ended: () => undefined,
      restored: () => undefined
    },
    wait: 1
  });
  let trusted = 0;
  const content = () => (
    <ConsentPage
      model={model}
      read={async () => ({ before: { kind: 'none' }, after: { kind: 'none' } })}
      onTrust={() => trusted++}
    />
  );
  const rendered = render(content());
  model.stateChanged.connect(() => rendered.show(content()));
  await during(() => settled());
  return { ...rendered, model, client, trusted: () => trusted };
}

const buttons = (node: HTMLElement) =>
  [...node.querySelectorAll('.jp-KaletteConsent-end button')].map(
    ({ textContent }) => textContent
  );

describe('ConsentPage', () => {
  it('begins at its heading and ends with the button that opens', async () => {
    const { node } = await show();
    expect(document.activeElement).toBe(find(node, 'h1'));
    expect(buttons(node)).toEqual([
      'Browse files only',
      'Cancel',
      'Open in new folder'
    ]);
    expect(node.textContent).toContain('Nothing has been written or run.');
  });

  it('leaves all code off for a key that is not known, and can trust it', async () => {
    const { node, trusted } = await show();
    const switches = node.querySelectorAll<HTMLInputElement>('[type=checkbox]');
    expect([...switches].map(({ checked }) => checked)).toEqual([false, false]);
    expect(node.textContent).toContain('off until you turn it on');
    click(find(node, 'button', 'Trust this key…'));
    expect(trusted()).toBe(1);
  });

  it.each([
    ['', 'needs a name'],
    ['/tmp/x', 'the folder that Jupyter serves'],
    ['work/.git', 'begin with a dot']
  ])('opens in no folder called “%s”', async (folder, words) => {
    const { node, model } = await show();
    await during(async () => model.setFolder(folder));
    const button = find(node, 'button', 'Open in new folder');
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(button.title).toContain(words);
    expect(find(node, '[role=alert]', words).textContent).toContain(words);
  });

  it('says that a running cell is stopped and variables are lost, only where that is so', async () => {
    const { node, model } = await show({ signer: 'own', kernel: 'busy' });
    expect(node.textContent).not.toContain('variables in that kernel');
    await during(async () => {
      model.choose('here');
      await settled();
    });
    expect(node.textContent).toContain(
      'A cell is running in the kernel of digits.ipynb: it is stopped. All variables in that kernel are lost; they are in no snapshot.'
    );
  });

  it('says no more that changes are saved where they could not be', async () => {
    const stuck = 'a.ipynb was changed on disk as well.';
    const unsaved = ['a.ipynb'];
    const { node, model } = await show({ signer: 'own', unsaved, stuck });
    await during(async () => model.choose('here'));
    expect(node.textContent).toContain('They are saved into');
    await during(() => model.open());
    expect(node.textContent).toContain(stuck);
    expect(node.textContent).not.toContain('They are saved into');
  });

  it('says that files were changed since, and lists them anew', async () => {
    const { node, model, client } = await show({ signer: 'own' });
    await during(async () => model.choose('here'));
    const { here } = client.inspection;
    const items = [changeOf('late.py', 'deleted')];
    const changed = { ...here, total: 1, items };
    client.inspection = { ...client.inspection, here: changed };
    const seen: string[] = [];
    // Newer browsers give a promise, which React must not take for the end of an effect.
    const scroll = function (this: Element) {
      seen.push(this.textContent);
      return Promise.resolve();
    };
    Object.assign(Element.prototype, { scrollIntoView: scroll });
    const complaints = jest.spyOn(console, 'error');
    await during(() => model.open());
    expect(complaints).not.toHaveBeenCalled();
    expect(seen.join()).toContain('changed since this list was made');
    expect(node.textContent).toContain('changed since this list was made');
    expect(find(node, '.jp-KaletteFiles').textContent).toContain('late.py');
    expect(buttons(node)).toContain('Open here');
  });

  it('names a secret that goes as the workspace is written over, unless it is kept', async () => {
    const { here } = inspectionOf();
    const secrets = ['.env', 'a.pem'];
    const { node, model } = await show({
      signer: 'own',
      fields: { here: { ...here, secrets } }
    });
    expect(node.textContent).not.toContain('secret');
    await during(async () => model.choose('here'));
    expect(node.textContent).toContain(
      'they look like secrets: .env, a.pem. The snapshot that is taken first has them.'
    );
    await during(async () => secrets.forEach(path => model.toggleKept(path)));
    expect(node.textContent).not.toContain('secret');
  });

  it('has one switch for all files of a kind, of which it lists the first', async () => {
    const code = Array.from({ length: 10 }, (_, place) => ({
      kind: 'startup' as const,
      path: `start${place}.py`,
      detail: '',
      canView: false
    }));
    const { node, model } = await show({ fields: { code } });
    const kind = find(node, '.jp-KaletteCode-kind');
    expect(kind.textContent).toContain('Files that run by themselves10 files');
    expect(kind.querySelectorAll('[type=checkbox]')).toHaveLength(1);
    expect(kind.querySelectorAll('.jp-KaletteCode-item')).toHaveLength(8);
    click(find(kind, 'button', 'Show all 10'));
    expect(kind.querySelectorAll('.jp-KaletteCode-item')).toHaveLength(10);
    click(find(kind, '[type=checkbox]'));
    expect([...model.state.allow]).toEqual(['startup']);
  });

  it('shows what would run', async () => {
    const { node } = await show();
    await during(async () => {
      find(node, 'button', 'View start.py').click();
      await settled();
    });
    expect(find(node, 'pre').textContent).toBe('import os');
  });

  it.each([
    ['own', 'Signed by you'],
    ['trusted', 'Signed by a key that you trust'],
    ['unknown', 'Key not known here'],
    ['unsigned', 'Not signed']
  ] as const)('says of %s: %s', async (signer, words) => {
    const { node } = await show({ signer });
    expect(find(node, '.jp-KaletteTag').textContent).toBe(words);
  });

  it('offers nothing but Cancel where the signature does not match', async () => {
    const { node } = await show({ signer: 'invalid' });
    expect(node.textContent).toContain('The signature does not match');
    expect(buttons(node)).toEqual(['Cancel']);
  });

  it('offers nothing but Cancel for a link without a digest', async () => {
    const { node, client } = await show({ url: 'snap:digits/51de' });
    expect(node.textContent).toContain(
      'This link has no digest, so its content cannot be checked.'
    );
    expect(buttons(node)).toEqual(['Cancel']);
    expect(client.asked).toEqual([]);
  });

  it('says of what is no link that it is none', async () => {
    const { node, client } = await show({ url: 'nonsense' });
    expect(node.textContent).toContain('This is no link of a snapshot: ');
    expect(node.textContent).not.toContain('no digest');
    expect(client.asked).toEqual([]);
  });

  it('says why it cannot be opened here', async () => {
    const here = { ...inspectionOf().here, refused: 'Run 43 writes to it.' };
    const { node } = await show({ fields: { here } });
    const [, radio] = node.querySelectorAll<HTMLInputElement>('[type=radio]');
    expect(radio.disabled).toBe(true);
    expect(node.textContent).toContain('Run 43 writes to it.');
  });

  it('lists what opening here would do, and leaves files as they are', async () => {
    const here = {
      same: 9,
      total: 2,
      items: [changeOf('a.py'), changeOf('b.py', 'deleted')],
      refused: null
    };
    const { node, model } = await show({ signer: 'own', fields: { here } });
    expect(node.textContent).toContain('Writes 1 file, removes 1');
    expect(node.textContent).not.toContain('Keep it');
    click(node.querySelectorAll<HTMLElement>('[type=radio]')[1]);
    const keep = [...node.querySelectorAll('button')].filter(
      ({ textContent }) => textContent === 'Keep it'
    );
    click(keep[1]);
    expect([...model.state.keep]).toEqual(['b.py']);
    expect(node.textContent).toContain('Writes 1 file');
    expect(node.textContent).not.toContain('removes 1');
    expect(buttons(node)).toContain('Open here');
  });

  it('warns of unsaved changes where opening goes over them', async () => {
    const unsaved = ['digits.ipynb', 'src/a.py'];
    const { node } = await show({ signer: 'own', unsaved });
    expect(node.textContent).not.toContain('unsaved changes');
    click(node.querySelectorAll<HTMLElement>('[type=radio]')[1]);
    expect(node.textContent).toContain(
      'digits.ipynb, src/a.py have unsaved changes.'
    );
    click(node.querySelectorAll<HTMLElement>('[type=radio]')[0]);
    expect(node.textContent).not.toContain('unsaved changes');
  });

  it('shows and hides the files where they are asked for', async () => {
    const { node } = await show({ signer: 'own' });
    click(find(node, 'button', 'Show'));
    expect(node.querySelectorAll('.jp-KaletteFile')).toHaveLength(3);
    click(find(node, 'button', 'Hide'));
    click(node.querySelectorAll<HTMLElement>('[type=radio]')[1]);
    expect(node.querySelectorAll('.jp-KaletteFile')).toHaveLength(3);
    click(find(node, 'button', 'Hide'));
    expect(node.querySelectorAll('.jp-KaletteFile')).toHaveLength(0);
  });

  it('names links that are left out, and a disk that is too small', async () => {
    const links = [{ path: 'data', target: '/mnt/nfs' }];
    const { node } = await show({ fields: { links, free: 1000 } });
    expect(node.textContent).toContain(
      '1 link points outside the folder and is left out:'
    );
    expect(node.textContent).toContain('data → /mnt/nfs');
    expect(node.textContent).toContain('1 kB are free');
  });

  it('says of variables which would be loaded, and changes with consent', async () => {
    const [plain] = snapshotOf().state;
    const state = [
      plain,
      { ...plain, name: 'model', tier: 'trusted' as const }
    ];
    const signer = { state: 'unknown' as const, key: '9f'.repeat(32) };
    const snapshot = snapshotOf({ signer, state });
    const code: Inspection['code'] = [
      { kind: 'variables', path: null, detail: 'model', canView: false }
    ];
    const { node } = await show({ fields: { snapshot, code } });
    const tiers = find(node, '.jp-KaletteTiers');
    expect(tiers.textContent).toContain('1 of 2 would be loaded');
    expect(tiers.textContent).toContain('Python object, not loaded');
    click(find(node, '[type=checkbox]'));
    expect(tiers.textContent).toContain('2 would be loaded');
  });

  it('says what a new folder in the workspace is', async () => {
    const { node, model } = await show({
      fields: { folder: 'work/got', workspace: 'work' }
    });
    const options = find(node, '.jp-KaletteOptions');
    expect(options.textContent).toContain('a line !/got/ of .snapshotignore');
    await during(() => model.setFolder('got'));
    expect(options.textContent).not.toContain('.snapshotignore');
  });

  it('says which step beside a variable comes from', async () => {
    const [own, other] = snapshotOf().state;
    const state = [own, { ...other, from: 'clean' }];
    const snapshot = snapshotOf({ state });
    const { node } = await show({ fields: { snapshot } });
    const rows = [...node.querySelectorAll('.jp-KaletteTiers tbody tr')];
    expect(rows.map(row => row.children[2].textContent)).toEqual([
      'plain data',
      'plain data · from step clean'
    ]);
    expect(find(node, '.jp-KaletteFacts').textContent).toContain(
      '2 variables, 3.5 MB, 1 of them left by steps beside it'
    );
  });

  it('says how many variables are missing', async () => {
    const missing = ['a', 'b'].map(name => ({
      name,
      type: 'module',
      reason: 'It is open.',
      cell: null,
      index: null
    }));
    const some = await show({ fields: { snapshot: snapshotOf({ missing }) } });
    expect(find(some.node, '.jp-KaletteFacts').textContent).toContain(
      '2 variables, 3.5 MB (2 more missing)'
    );
    expect(find(some.node, '.jp-KaletteTiers').textContent).toContain(
      '2 would be loaded, 2 more missing'
    );
    const snapshot = snapshotOf({ missing, state: [] });
    const none = await show({ fields: { snapshot } });
    expect(find(none.node, '.jp-KaletteFacts').textContent).toContain(
      '2 variables missing'
    );
  });

  it('compares no files that would have to be fetched first', async () => {
    const { node } = await show({
      fields: { isHere: false, fetch: 38_000_000 }
    });
    expect(node.textContent).toContain('(38 MB to fetch)');
    click(find(node, 'button', 'Show'));
    expect(node.querySelectorAll('.jp-KaletteFile')).toHaveLength(3);
    expect(node.textContent).not.toContain('Diff');
  });
});
