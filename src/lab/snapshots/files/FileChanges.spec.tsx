import * as React from 'react';

import { changeOf } from '../../../core/view/testing/snapshots';
import { click, find, render } from '../../testing/render';
import { FileChanges } from './FileChanges';

const items = ['a.py', 'b.py', 'c.py', 'd.py'].map(path => changeOf(path));

const paths = (node: HTMLElement) =>
  [...node.querySelectorAll('.jp-KaletteFile-path')].map(
    path => path.textContent
  );

function show(total = items.length) {
  const { node } = render(
    <FileChanges
      diff={{ items, total, same: 1 }}
      before="Now"
      after="In the snapshot"
      read={async () => ({ before: { kind: 'none' }, after: { kind: 'none' } })}
      limit={2}
    />
  );
  return node;
}

describe('FileChanges', () => {
  it('shows a few until all are asked for', () => {
    const node = show();
    expect(paths(node)).toEqual(['a.py', 'b.py']);
    click(find(node, 'button', 'Show all 4 files'));
    expect(paths(node)).toEqual(['a.py', 'b.py', 'c.py', 'd.py']);
    expect(node.textContent).not.toContain('Show all');
  });

  it('counts all where it has only the first', () => {
    const node = show(5001);
    click(find(node, 'button', 'Show the first 4 of 5001 files'));
    expect(paths(node)).toHaveLength(4);
    expect(node.textContent).toContain('The first 4 of 5001 files; the others');
  });

  it('goes on with the keyboard where the new ones begin', () => {
    const node = show();
    const button = find(node, 'button', 'Show all');
    button.focus();
    click(button);
    expect(document.activeElement).toBe(find(node, 'button', 'Compare c.py'));
  });

  it('keeps what is there, and leaves out what is not', () => {
    const show = (kept: readonly string[]) =>
      render(
        <FileChanges
          diff={{
            items: [changeOf('a.py'), changeOf('b.py', 'new')],
            total: 2,
            same: 0
          }}
          before="Now"
          after="In the snapshot"
          read={null}
          kept={new Set(kept)}
          onKeep={() => undefined}
        />
      ).node;
    const labels = (node: HTMLElement) =>
      [...node.querySelectorAll('button')].map(
        ({ textContent, title }) => `${textContent}: ${title}`
      );
    expect(labels(show([]))).toEqual([
      'Keep it: Leave the file as it is now',
      'Leave out: Do not write the file'
    ]);
    expect(labels(show(['a.py', 'b.py']))).toEqual([
      'Kept: Leave the file as it is now',
      'Left out: Do not write the file'
    ]);
  });
});
