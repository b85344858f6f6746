import { isVariableName } from '../../core/notebook';
import {
  isLabelKey,
  pairsText,
  readPairs,
  readSecrets,
  secretsText
} from './settings-text';

describe('pairs', () => {
  it('are read as they are written', () => {
    const pairs = { A: '1', PATH_TO: 'a=b:c' };
    expect(readPairs(pairsText(pairs), isVariableName)).toEqual({
      value: pairs
    });
    expect(readPairs('\n  A = 1  \n\n', isVariableName)).toEqual({
      value: { A: '1' }
    });
  });

  it.each(['no sign', '=1', '1A=x'])('name the line %j as wrong', line => {
    expect(readPairs(`A=1\n${line}`, isVariableName)).toEqual({
      badLine: line
    });
  });
});

describe('secrets', () => {
  it('are read as they are written', () => {
    const secrets = [{ variable: 'TOKEN', secret: 'hub', key: 'token' }];
    expect(readSecrets(secretsText(secrets))).toEqual({ value: secrets });
  });

  it.each(['TOKEN', 'TOKEN=hub', '1=hub:token', 'A=a:b:c'])(
    'name the line %j as wrong',
    line => {
      expect(readSecrets(line)).toEqual({ badLine: line });
    }
  );
});

describe('isLabelKey', () => {
  it.each([
    ['team', true],
    ['example.org/team', true],
    ['-team', false],
    ['a/b/c', false],
    ['', false]
  ])('of %j is %j', (key, is) => {
    expect(isLabelKey(key)).toBe(is);
  });
});
