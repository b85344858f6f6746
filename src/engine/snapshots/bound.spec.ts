import { boundIn, importedIn } from './bound';

const CELL = `
import math as a
from os import path
if a.pi > 3:
    import json
b = c = 1
d['k'] = 2
del e
for f in d:
    pass
def g():
    h = 1
class K:
    i = 1
print(j)
`;

it('a cell gives values to names, and stores into them', () => {
  const names = [...new Set(boundIn(CELL))];
  expect(names).toEqual(['b', 'c', 'd', 'e', 'f']);
});

it('a cell gives names to modules', () => {
  expect(importedIn(CELL)).toEqual(['a', 'path']);
});
