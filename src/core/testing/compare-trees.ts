import { parseCell } from '../python/parser/parse';

/** A tree or a part of one, as JSON. */
type Part = unknown;

/** What differs between our tree of a source and CPython's, and where; `null` when nothing does. */
export function firstDifference(
  source: string,
  expected: { readonly body: Part },
  options: { readonly hasFieldPlaces: boolean }
): string | null {
  const { body, problems } = parseCell(source);
  const [problem] = problems;
  if (problem) {
    return `${problem.start}: ${problem.message}`;
  }
  const places = options.hasFieldPlaces ? 'all' : 'outside';
  return differ(body, expected.body, 'body', places);
}

type Fields = Readonly<Record<string, Part>>;

/** Which places are compared: of all code, of code outside strings, of none. */
type Places = 'all' | 'outside' | 'none';

function isFields(part: Part): part is Fields {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}

function differ(
  ours: Part,
  theirs: Part,
  path: string,
  places: Places
): string | null {
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    if (ours.length !== theirs.length) {
      return `${path}: ${ours.length} instead of ${theirs.length} items`;
    }
    return first(ours, i =>
      differ(ours[i], theirs[i], `${path}[${i}]`, places)
    );
  }
  if (isFields(ours) && isFields(theirs)) {
    return differInFields(ours, theirs, path, places);
  }
  return ours === theirs
    ? null
    : `${path}: ${JSON.stringify(ours)} instead of ${JSON.stringify(theirs)}`;
}

function first(
  items: readonly Part[],
  compare: (index: number) => string | null
): string | null {
  for (let i = 0; i < items.length; i++) {
    const found = compare(i);
    if (found) {
      return found;
    }
  }
  return null;
}

const PLACES = new Set(['start', 'end']);

function differInFields(
  ours: Fields,
  theirs: Fields,
  path: string,
  places: Places
): string | null {
  const keys = Object.keys({ ...theirs, ...ours });
  for (const key of keys) {
    if (!(key in theirs) && PLACES.has(key)) {
      continue;
    }
    if (PLACES.has(key) && (places === 'none' || isPiece(ours, path))) {
      continue;
    }
    const inside =
      places === 'outside' && ours.kind === 'JoinedStr' ? 'none' : places;
    const found =
      ours.kind === 'Constant' && key === 'value'
        ? differInConstant(ours, theirs, path)
        : differ(ours[key], theirs[key], `${path}.${key}`, inside);
    if (found) {
      return `${found}${key === 'kind' ? ` at ${String(ours.start)}` : ''}`;
    }
  }
  return null;
}

/** CPython gives the pieces of a string with fields places of its own making. */
function isPiece(part: Fields, path: string): boolean {
  return (
    part.kind === 'FormattedValue' ||
    path.endsWith('.formatSpec') ||
    (part.kind === 'Constant' && /values\[\d+\]$/.test(path))
  );
}

function differInConstant(
  ours: Fields,
  theirs: Fields,
  path: string
): string | null {
  const [a, b] = [String(ours.value), String(theirs.value)];
  return sameConstant(String(ours.type), a, b)
    ? null
    : `${path}: ${JSON.stringify(a)} instead of ${JSON.stringify(b)}`;
}

function sameConstant(type: string, ours: string, theirs: string): boolean {
  const plain = ours.replaceAll('_', '');
  switch (type) {
    case 'int':
      return BigInt(plain.replace(/^0+(?=\d)/, '')) === BigInt(theirs);
    case 'float':
      return parseFloat(plain) === real(theirs);
    case 'complex':
      return parseFloat(plain) === real(theirs);
    default:
      return ours === theirs || ours.includes('\\N{');
  }
}

function real(text: string): number {
  return text === 'inf' ? Infinity : Number(text);
}
