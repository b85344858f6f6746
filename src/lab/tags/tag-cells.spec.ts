import type { ISharedNotebook } from '@jupyter/ydoc';

import { readNotebook } from '../../core/notebook';
import type { StepDeclaration } from '../../core/notebook/types';
import { documentOf } from '../testing/documents';
import {
  freeStepName,
  renameWholeStep,
  tagCells,
  untagCells,
  writePrev,
  writeSettings
} from './tag-cells';

/** What other tools wrote, in an order and with values of their own. */
const FOREIGN = {
  slideshow: { slide_type: 'fragment' },
  tags: ['hide-input', 'step:load', 'papermill', 'ümläut'],
  zzz: [1, 2.5, null, { b: 1, a: 2 }],
  collapsed: false
};

function open() {
  const cell = (id: string, metadata: object) => ({
    id,
    cell_type: 'code',
    metadata,
    source: `${id} = 1`,
    outputs: [],
    execution_count: null
  });
  const { model } = documentOf({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { foreign: { kept: true } },
    cells: [
      cell('c0', FOREIGN),
      cell('c1', { tags: ['step:load'] }),
      cell('c2', { tags: ['step:svm', 'prev:load'] }),
      cell('c3', { tags: ['mine'], other: 'x' })
    ]
  });
  const shared = model.sharedModel;
  return { shared, text: () => JSON.stringify(shared.toJSON()) };
}

const tagsAt = (shared: ISharedNotebook, index: number) =>
  shared.cells[index].getMetadata('tags');

function stepOf(shared: ISharedNotebook, name: string): StepDeclaration {
  const { value } = readNotebook(shared.toJSON(), { name: 'n.ipynb' });
  const step = value.steps.find(item => item.name === name);
  if (!step) {
    throw new Error(`no step ${name}`);
  }
  return step;
}

/** Each change must be one step of undo that leads back to the very same file. */
const CHANGES: Readonly<Record<string, (shared: ISharedNotebook) => void>> = {
  'a role': shared => tagCells(shared, ['c3'], 'step', 'report'),
  'a role of several cells': shared => tagCells(shared, ['c0', 'c2'], 'skip'),
  'no role': shared => untagCells(shared, ['c0', 'c1', 'c2']),
  'a new name': shared => renameWholeStep(shared, 'load', 'read_all'),
  'an order': shared => writePrev(shared, stepOf(shared, 'load'), ['svm']),
  settings: shared =>
    writeSettings(shared, stepOf(shared, 'load'), {
      resources: { cpu: '2', memory: '4Gi' },
      retry: { times: 2, seconds: 30 },
      image: 'python:3.12'
    })
};

describe.each(Object.entries(CHANGES))('changing %s', (_, change) => {
  it('is undone and done again by one step', () => {
    const { shared, text } = open();
    const before = text();
    change(shared);
    const after = text();
    expect(after).not.toBe(before);
    shared.undo();
    expect(JSON.parse(text())).toEqual(JSON.parse(before));
    expect(shared.canUndo()).toBe(false);
    shared.redo();
    expect(JSON.parse(text())).toEqual(JSON.parse(after));
  });

  it('keeps what others wrote, and the code', () => {
    const { shared } = open();
    change(shared);
    const [first, , , last] = shared.cells;
    const { tags: _tags, ...others } = FOREIGN;
    for (const [key, value] of Object.entries(others)) {
      expect(JSON.stringify(first.getMetadata(key))).toBe(
        JSON.stringify(value)
      );
    }
    const foreign = ['hide-input', 'papermill', 'ümläut'];
    expect(
      (tagsAt(shared, 0) as string[]).filter(tag => foreign.includes(tag))
    ).toEqual(foreign);
    expect(tagsAt(shared, 3)).toContain('mine');
    expect(last.getMetadata('other')).toBe('x');
    expect(shared.getMetadata('foreign')).toEqual({ kept: true });
    expect(shared.cells.map(cell => cell.getSource())).toEqual([
      'c0 = 1',
      'c1 = 1',
      'c2 = 1',
      'c3 = 1'
    ]);
  });
});

describe('tagCells', () => {
  it('changes nothing when the cells have that role already', () => {
    const { shared } = open();
    tagCells(shared, ['c1'], 'step', 'load');
    expect(shared.canUndo()).toBe(false);
  });

  it('overlooks cells that are gone', () => {
    const { shared } = open();
    tagCells(shared, ['gone', 'c3'], 'metrics');
    expect(tagsAt(shared, 3)).toEqual(['mine', 'pipeline-metrics']);
  });
});

describe('untagCells', () => {
  it('leaves no empty metadata behind', () => {
    const { shared } = open();
    untagCells(shared, ['c1', 'c2']);
    expect(shared.cells[1].getMetadata()).toEqual({});
    expect(shared.cells[2].getMetadata()).toEqual({});
  });
});

describe('renameWholeStep', () => {
  it('renames in every cell, and where others wait for the step', () => {
    const { shared } = open();
    renameWholeStep(shared, 'load', 'read_all');
    expect(tagsAt(shared, 1)).toEqual(['step:read_all']);
    expect(tagsAt(shared, 2)).toEqual(['step:svm', 'prev:read_all']);
  });
});

describe('writeSettings', () => {
  it('keeps them in the first cell of the step alone', () => {
    const { shared } = open();
    writeSettings(shared, stepOf(shared, 'load'), { image: 'python:3.12' });
    expect(stepOf(shared, 'load').settings).toEqual({ image: 'python:3.12' });
    expect(tagsAt(shared, 1)).toEqual(['step:load']);
    expect(shared.cells[1].getMetadata('kalette')).toBeUndefined();
  });
});

describe('freeStepName', () => {
  it('gives the first that is not taken', () => {
    const { shared } = open();
    tagCells(shared, ['c3'], 'step', 'step_1');
    const { value } = readNotebook(shared.toJSON(), { name: 'n.ipynb' });
    expect(freeStepName(value)).toBe('step_2');
  });
});
