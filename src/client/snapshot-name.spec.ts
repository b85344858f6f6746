import { nameOfNew } from './snapshot-name';

it('names snapshots differently, as stores take it', () => {
  const names = Array.from({ length: 100 }, nameOfNew);
  expect(new Set(names).size).toBe(100);
  for (const name of names) {
    expect(name).toMatch(/^\d{8}T\d{9}Z-[0-9a-f]{8}$/);
  }
});
