import * as fc from 'fast-check';

import {
  ownText,
  parameterText,
  pythonLiteral,
  readParameterText
} from './parameter-text';
import type { ParameterType } from '../flow/types';

const VALUES: Readonly<Record<ParameterType, fc.Arbitrary<unknown>>> = {
  int: fc.maxSafeInteger(),
  float: fc.double({ noNaN: true, noDefaultInfinity: true }),
  str: fc.string(),
  bool: fc.boolean(),
  list: fc.array(fc.jsonValue()),
  dict: fc.dictionary(fc.string(), fc.jsonValue())
};

describe('parameter texts', () => {
  it.each(Object.entries(VALUES))('read back every %s', (type, values) => {
    fc.assert(
      fc.property(values, value => {
        const json = JSON.parse(JSON.stringify(value));
        const text = parameterText(json, type as ParameterType);
        expect(readParameterText(text, type as ParameterType)).toEqual({
          isValid: true,
          value: json,
          text: expect.any(String)
        });
      })
    );
  });

  it.each([
    ['abc', 'int'],
    ['1.5', 'int'],
    ['', 'int'],
    ['99999999999999999999', 'int'],
    ['', 'float'],
    ['inf', 'float'],
    ['yes', 'bool'],
    ['{}', 'list'],
    ['[1', 'list'],
    ['[]', 'dict'],
    ['null', 'dict']
  ] as const)('refuse %j as %s', (text, type) => {
    expect(readParameterText(text, type)).toEqual({ isValid: false });
  });
});

describe('pythonLiteral', () => {
  it.each([
    [4, 'int', '4'],
    [4, 'float', '4.0'],
    [0.02, 'float', '0.02'],
    [1e21, 'float', '1e+21'],
    ['plain', 'str', "'plain'"],
    ["it's", 'str', '"it\'s"'],
    ['say "hi"', 'str', '"say \\"hi\\""'],
    ['a\nb', 'str', '"a\\nb"'],
    [true, 'bool', 'True'],
    [[1, null, 'x', [false]], 'list', "[1,None,'x',[False]]"],
    [{ a: { b: 1 } }, 'dict', "{'a':{'b':1}}"]
  ] as const)('writes %j of type %s as %s', (value, type, text) => {
    const typed = typeof value === 'string' ? value : JSON.stringify(value);
    expect(pythonLiteral(value, type, typed)).toBe(text);
  });

  it('keeps what was typed of lists and dicts: floats, blanks, and words in texts', () => {
    const text = '[1.0, -0.0, "true \\" null", true]';
    expect(pythonLiteral(JSON.parse(text), 'list', text)).toBe(
      '[1.0, -0.0, "true \\" null", True]'
    );
  });
});

describe('ownText', () => {
  const parameter = { name: 'p', cell: 'c' } as const;

  it('shows the floats of lists, which JSON does not know', () => {
    expect(
      ownText({
        ...parameter,
        type: 'list',
        default: [1, 2],
        source: '[1.0, 2]'
      })
    ).toBe('[1.0,2]');
  });

  it('shows other values by their type', () => {
    expect(ownText({ ...parameter, type: 'float', default: 4 })).toBe('4.0');
    expect(ownText({ ...parameter, type: 'list', default: [4] })).toBe('[4]');
  });
});
