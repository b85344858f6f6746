import * as React from 'react';

import { settled } from '../../testing/documents';
import { click, during, find, render } from '../../testing/render';
import { FileDifference } from './FileDifference';
import { unsavedVersion, type Version, versionOf } from './file-versions';

async function show(before: Version, after: Version) {
  const read = async () => ({ before, after });
  const { node } = render(
    <FileDifference
      path="a.py"
      before="Now"
      after="In the snapshot"
      read={read}
    />
  );
  // What tells lines apart is loaded with the first file.
  for (let tries = 0; tries < 100 && isReading(node); tries++) {
    await during(() => settled());
  }
  return node;
}

const isReading = (node: HTMLElement) =>
  node.textContent?.includes('Reading…') ?? false;
const text = (...lines: readonly string[]) =>
  versionOf('a.py', `${lines.join('\n')}\n`);
const notebook = (source: string, outputs: readonly string[] = []) =>
  versionOf(
    'a.ipynb',
    JSON.stringify({ cells: [{ cell_type: 'code', source, outputs }] })
  );
const changed = (node: HTMLElement) =>
  [...node.querySelectorAll('ins, del')].map(
    ({ tagName, textContent }) => `${tagName} ${textContent}`
  );

describe('FileDifference', () => {
  it('marks lines that one side has, by more than a colour', async () => {
    const node = await show(text('a', 'b'), text('a', 'B'));
    expect(changed(node)).toEqual(['DEL −b', 'INS +B']);
    expect(node.textContent).toContain('− Now+ In the snapshot+1 −1');
    expect(find(node, '[role=region]').tabIndex).toBe(0);
  });

  it('hides lines that are the same, and opens them', async () => {
    const lines = Array.from({ length: 20 }, (_, place) => `line ${place}`);
    const node = await show(text(...lines), text(...lines, 'new'));
    expect(node.textContent).not.toContain('line 5');
    click(find(node, 'button', '17 lines the same'));
    expect(node.textContent).toContain('line 5');
  });

  it('shows a file that is on one side only as all removed or added', async () => {
    const node = await show({ kind: 'none' }, text('a', 'b'));
    expect(changed(node)).toEqual(['INS +a', 'INS +b']);
    expect(node.textContent).toContain('Now: not there');
  });

  it('tells what is in an editor from what is on disk', async () => {
    const node = await show(unsavedVersion('a.py', 'mine'), text('a'));
    expect(node.textContent).toContain('Now, not saved');
  });

  it('says when of a notebook only outputs differ', async () => {
    const node = await show(notebook('a', ['1']), notebook('a'));
    expect(node.textContent).toBe(
      'The cells are the same; outputs or metadata differ.'
    );
    expect((await show(notebook('a'), notebook('a'))).textContent).toBe(
      'Cells, outputs and metadata are the same.'
    );
  });

  it('says of what is no text only what it is', async () => {
    const node = await show(
      { kind: 'binary' },
      { kind: 'large', bytes: 2_000_000 }
    );
    expect(node.textContent).toBe(
      'NowThis is no text.In the snapshot2 MB is too much to show.'
    );
  });

  it('shows so many lines, and the others when asked', async () => {
    const lines = Array.from({ length: 1010 }, (_, place) => `line ${place}`);
    const node = await show({ kind: 'none' }, text(...lines));
    expect(changed(node)).toHaveLength(1000);
    click(find(node, 'button', 'Show 10 more lines'));
    expect(changed(node)).toHaveLength(1010);
  });
});
