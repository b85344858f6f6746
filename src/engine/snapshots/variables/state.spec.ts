import { type KeptVariable, variableViews } from './state';

const kept = (name: string, digit: string): KeptVariable => ({
  ...{ name, type: 'list', group: name, step: null },
  ...{ file: 'x.pickle', format: 'pickle', tier: 'safe', bytes: 900 },
  digest: `sha256:${digit.repeat(64)}`
});

it('says of variables in one file that their size is that of the first', () => {
  const shown = variableViews([kept('a', '1'), kept('b', '2'), kept('c', '1')]);
  expect(shown.map(({ sharedWith }) => sharedWith)).toEqual([
    undefined,
    undefined,
    'a'
  ]);
});
