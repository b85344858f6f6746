import { createFactsMemo } from '../../python/facts/facts';
import { readNotebook } from '../../notebook/read-notebook';
import { flow } from '../flow';
import { notebookOf } from '../testing/corpus';

const IMPORTS = `import pandas as pd
import numpy as np
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
import torch.nn as nn
class Net(nn.Module):
    pass
class Plain:
    pass`;

function kindOf(source: string): string | undefined {
  const cells = [
    { tags: ['imports'], source: IMPORTS },
    { tags: ['step:make'], source },
    { tags: ['step:use'], source: 'print(x)' }
  ];
  const { value } = readNotebook(notebookOf({ cells }), { name: 'n.ipynb' });
  return flow(value, createFactsMemo()).value.steps[0]?.kinds['x'];
}

describe('the kind of a variable', () => {
  it.each([
    ['x = Ridge()', 'model'],
    ['x = Ridge().fit([[1]], [2])', 'model'],
    ['x = make_pipeline(Ridge())', 'model'],
    ['x = Net()', 'model'],
    ['x = Ridge().score([[1]], [2])', 'value'],
    ['x = Plain()', 'value'],
    ['x = 3', 'value'],
    ['x = [1, 2]', 'value'],
    ['x = pd.read_csv("a.csv")', 'dataset'],
    ['x = np.zeros(3)', 'dataset']
  ])('of %s is %s', (source, kind) => {
    expect(kindOf(source)).toBe(kind);
  });
});
