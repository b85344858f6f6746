/** True for a folder below another one; both as they are served, with `/`. */
export function liesWithin(folder: string, other: string): boolean {
  const [inner, outer] = [partsOf(folder), partsOf(other)];
  return (
    inner.length > outer.length &&
    outer.every((part, place) => part === inner[place])
  );
}

/** The path of a folder in one that it lies in. */
export function withinOf(folder: string, other: string): string {
  return partsOf(folder).slice(partsOf(other).length).join('/');
}

function partsOf(path: string): readonly string[] {
  const parts: string[] = [];
  for (const part of path.trim().split('/')) {
    if (part === '..') {
      parts.pop();
    } else if (part !== '' && part !== '.') {
      parts.push(part);
    }
  }
  return parts;
}
