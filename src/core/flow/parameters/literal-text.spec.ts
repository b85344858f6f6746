import { jsonOfLiteral } from './literal-text';

describe('a Python literal as JSON', () => {
  it.each([
    ['[1.0, 2, -3.0]', '[1.0,2,-3.0]'],
    ["{'a': [True, None], 'b': 1e3}", '{"a":[true,null],"b":1000.0}'],
    ['-0.0', '-0.0'],
    ['[\n 0.5,  # half\n]', '[0.5]'],
    ['["\\n\\""]', '["\\n\\""]']
  ])('%j is %j', (source, text) => {
    expect(jsonOfLiteral(source)).toBe(text);
    expect(() => JSON.parse(text)).not.toThrow();
  });

  it('is none for other expressions', () => {
    expect(jsonOfLiteral('[x]')).toBeNull();
    expect(jsonOfLiteral('f(')).toBeNull();
  });
});
