import { parameterPlace } from './parameter-edit';

function valueOf(source: string, name: string): string | null {
  const place = parameterPlace(source, name);
  return place && source.slice(place.start, place.end);
}

describe('parameterPlace', () => {
  it.each([
    ['C = 4.0  # cost\nD = 1', 'C', '4.0'],
    ['size: float = -0.25', 'size', '-0.25'],
    ['C, GAMMA, TREES = 4.0, 0.02, 200', 'GAMMA', '0.02'],
    ['names = [\n  "a",\n  "b",\n]\n', 'names', '[\n  "a",\n  "b",\n]'],
    ['x = 1\nx = 2', 'x', '2'],
    ['a = b = 3', 'a', '3'],
    ['größe = "é"', 'größe', '"é"']
  ])('finds the value in %j', (source, name, text) => {
    expect(valueOf(source, name)).toBe(text);
  });

  it.each([
    ['if True:\n    x = 1', 'x'],
    ['a, *b = 1, 2, 3', 'a'],
    ['x += 1', 'x'],
    ['x: int', 'x'],
    ['', 'x']
  ])('finds none in %j', (source, name) => {
    expect(valueOf(source, name)).toBeNull();
  });
});
