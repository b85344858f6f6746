import { FakeContents } from '../testing/fake-contents';
import { writeExample } from './load-example';

const FILES = [
  { path: 'data/table.csv', content: 'a,b\n' },
  { path: 'sales.ipynb', content: '{"cells": []}' }
];

describe('writeExample', () => {
  it('writes all files into a new folder, and gives the notebook', async () => {
    const contents = new FakeContents();
    const path = await writeExample('sales', FILES, 'work', contents.manager);
    expect(path).toBe('work/sales/sales.ipynb');
    expect([...contents.files]).toEqual([
      ['work/sales', null],
      ['work/sales/data', null],
      ['work/sales/data/table.csv', 'a,b\n'],
      ['work/sales/sales.ipynb', { cells: [] }]
    ]);
  });

  it('never writes over what is there', async () => {
    const contents = new FakeContents();
    contents.files.set('sales', null);
    contents.files.set('sales-2', null);
    expect(await writeExample('sales', FILES, '', contents.manager)).toBe(
      'sales-3/sales.ipynb'
    );
  });
});
