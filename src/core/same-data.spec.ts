import * as fc from 'fast-check';

import { isSameData } from './same-data';

describe('plain data', () => {
  it('agrees with JSON on data without a fixed order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(isSameData(a, structuredClone(a))).toBe(true);
        if (isSameData(a, b)) {
          expect(b).toEqual(a);
        }
      })
    );
  });

  it('tells lists from objects and absent from undefined', () => {
    expect(isSameData([], {})).toBe(false);
    expect(isSameData({ a: undefined }, { b: undefined })).toBe(false);
    expect(isSameData(null, {})).toBe(false);
  });

  it('ends on data that are nested without end', () => {
    const nested = () => {
      let data: unknown = 1;
      for (let i = 0; i < 50_000; i++) {
        data = [data];
      }
      return data;
    };
    expect(isSameData(nested(), nested())).toBe(false);
  });
});
