import * as fc from 'fast-check';

import { floatJson, floatsIn } from './floats';

describe('floats', () => {
  it('stay floats where JSON would make them whole', () => {
    const values = { a: 4, b: 4, c: -1.5, d: 1e300, e: 'x', f: [1, 2] };
    const text = floatJson(values, ['a', 'c', 'd', 'e', 'f', 'gone']);
    expect(text).toBe('{"a":4.0,"b":4,"c":-1.5,"d":1e+300,"e":"x","f":[1,2]}');
    expect(floatsIn(text)).toEqual(['a', 'c', 'd']);
  });

  it('are those of the object itself only', () => {
    expect(floatsIn('{"a":[1.0],"b":{"c":2.0},"d":3.0}')).toEqual(['d']);
    expect(floatsIn('{}')).toEqual([]);
  });

  it('do not change what is read', () => {
    const values = fc.dictionary(
      fc.string().filter(name => name !== '__proto__'),
      fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.string())
    );
    fc.assert(
      fc.property(values, record => {
        const text = floatJson(record, Object.keys(record));
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(record)));
      })
    );
  });
});
