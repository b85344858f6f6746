import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { RunStep } from '../core/api/types';
import { noteChanges, withNote } from './learn';

const notebook = (indent: string | number) =>
  `${JSON.stringify({ cells: [], metadata: { a: 1 }, nbformat: 4 }, null, indent)}\n`;

const failed: Pick<RunStep, 'error'> = {
  error: {
    kind: 'changed-input',
    name: 'ChangedInput',
    message: '',
    cell: 'c',
    index: 2,
    line: null,
    column: null,
    traceback: [],
    ansi: '',
    hint: null,
    code: 'DF406',
    changes: [{ cell: 'c', hash: 'sha256:1', names: ['m'] }]
  }
};

describe('withNote', () => {
  it.each([1, 2, '\t', ''])('keeps the form of the file, indent %j', indent => {
    const text = withNote(notebook(indent), { h: ['m'] }) ?? '';
    const content = JSON.parse(text) as { metadata: object };
    expect(content.metadata).toEqual({
      a: 1,
      kalette: { version: 1, facts: { changes: { h: ['m'] } } }
    });
    expect(text).toBe(`${JSON.stringify(content, null, indent)}\n`);
  });

  it.each(['{"metadata": {"a": 1.0}}', '{"metadata":{"a":"\\u00e9"}}', '[]'])(
    'leaves %s alone',
    text => {
      expect(withNote(text, { h: ['m'] })).toBeNull();
    }
  );
});

describe('noteChanges', () => {
  let path: string;
  let told: string[];

  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), 'learn-')), 'n.ipynb');
    writeFileSync(path, notebook(1));
    told = [];
    jest.spyOn(process.stderr, 'write').mockImplementation(text => {
      told.push(String(text));
      return true;
    });
  });

  afterEach(() => jest.restoreAllMocks());

  it('writes the note and says which cell changes what', () => {
    noteChanges(path, notebook(1), [failed]);
    expect(readFileSync(path, 'utf8')).toContain('"sha256:1"');
    expect(told.join('')).toContain('cell 3 changes m');
    expect(readdirSync(join(path, '..'))).toEqual(['n.ipynb']);
  });

  it('leaves a file alone that has changed, and shows the note', () => {
    writeFileSync(path, notebook(2));
    noteChanges(path, notebook(1), [failed]);
    expect(readFileSync(path, 'utf8')).toBe(notebook(2));
    expect(told.join('')).toContain('{"sha256:1":["m"]}');
    expect(readdirSync(join(path, '..'))).toEqual(['n.ipynb']);
  });

  it('does nothing for a run that has seen nothing', () => {
    noteChanges(path, notebook(1), [{ error: null }]);
    expect(readFileSync(path, 'utf8')).toBe(notebook(1));
    expect(told).toEqual([]);
  });
});
