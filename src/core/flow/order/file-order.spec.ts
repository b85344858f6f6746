import type { FileMode } from '../library/file-uses';
import { fileArrows } from './file-order';

/** `from → to` for accesses in notebook order: step, mode, path. */
const arrowsOf = (
  ...accesses: readonly (readonly [number, FileMode, string])[]
) =>
  fileArrows(
    accesses.map(([step, mode, key], i) => ({
      step,
      mode,
      key,
      site: { cell: i, at: { start: 0, end: 0 } },
      isSure: true
    }))
  ).map(({ from, to }) => `${from} → ${to}`);

describe('steps that touch files', () => {
  it.each([
    [
      'a search for the files that it finds',
      [
        [0, 'write', 'a/b.txt'],
        [1, 'write', 'cc.txt'],
        [2, 'list', '*.txt'],
        [3, 'list', '**/[ab].txt']
      ],
      ['1 → 2', '0 → 3']
    ],
    [
      'a reader for the writer',
      [
        [0, 'write', 'a'],
        [1, 'read', 'a']
      ],
      ['0 → 1']
    ],
    [
      'a writer for the writer',
      [
        [0, 'write', 'a'],
        [1, 'write', 'a']
      ],
      ['0 → 1']
    ],
    [
      'a writer for readers',
      [
        [0, 'read', 'a'],
        [1, 'read', 'a'],
        [2, 'write', 'a']
      ],
      ['1 → 2', '0 → 2']
    ],
    [
      'one that appends for one that appends',
      [
        [0, 'append', 'a'],
        [1, 'append', 'a']
      ],
      ['0 → 1']
    ],
    [
      'only for the last writer',
      [
        [0, 'write', 'a'],
        [1, 'write', 'a'],
        [2, 'read', 'a']
      ],
      ['0 → 1', '1 → 2']
    ],
    [
      'a file in it for its folder',
      [
        [0, 'folder', 'd'],
        [1, 'write', 'd/a']
      ],
      ['0 → 1']
    ],
    [
      'a list for the files in it',
      [
        [0, 'write', 'd/a'],
        [1, 'write', 'd/b'],
        [2, 'list', 'd']
      ],
      ['1 → 2', '0 → 2']
    ],
    [
      'one that finds the folder made',
      [
        [0, 'make', 'd'],
        [1, 'write', 'd/a'],
        [2, 'read', 'd/b']
      ],
      ['0 → 1', '0 → 2']
    ],
    [
      'beyond one that makes the folder again',
      [
        [0, 'write', 'd/a'],
        [1, 'make', 'd'],
        [2, 'write', 'd/a'],
        [3, 'list', 'd']
      ],
      ['1 → 2', '0 → 2', '2 → 3', '1 → 3', '0 → 3']
    ],
    [
      'for one that removes the folder, or only asks for it',
      [
        [0, 'folder', 'd'],
        [1, 'make', 'd'],
        [2, 'probe', 'e'],
        [3, 'make', 'e']
      ],
      ['0 → 1', '2 → 3']
    ],
    [
      'for what the folders in a folder are',
      [
        [0, 'make', 'd/e'],
        [1, 'make', 'd'],
        [1, 'list', 'd']
      ],
      ['0 → 1']
    ],
    [
      'upwards where a step goes on below',
      [
        [1, 'write', 'a'],
        [0, 'read', 'a']
      ],
      ['1 → 0']
    ]
  ] as const)('wait: %s', (_, accesses, arrows) => {
    expect(arrowsOf(...accesses).sort()).toEqual([...arrows].sort());
  });

  it.each([
    [
      'both read',
      [
        [0, 'read', 'a'],
        [1, 'read', 'a']
      ]
    ],
    [
      'the files are others',
      [
        [0, 'write', 'a'],
        [1, 'read', 'b']
      ]
    ],
    [
      'the names only begin alike',
      [
        [0, 'folder', 'd'],
        [1, 'write', 'data/a']
      ]
    ],
    [
      'the folder is made twice',
      [
        [0, 'folder', 'd'],
        [1, 'folder', 'd']
      ]
    ],
    [
      'each makes the folder for what it writes',
      [
        [0, 'make', 'd'],
        [0, 'write', 'd/a'],
        [1, 'make', 'd/e'],
        [1, 'write', 'd/e/b'],
        [1, 'read', 'd/e/b'],
        [2, 'make', 'd'],
        [2, 'write', 'd/c']
      ]
    ],
    [
      'the step is one',
      [
        [0, 'write', 'a'],
        [0, 'read', 'a']
      ]
    ]
  ] as const)('do not wait where %s', (_, accesses) => {
    expect(arrowsOf(...accesses)).toEqual([]);
  });
});
