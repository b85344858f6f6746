/** A path in text, taken apart as `pathlib` does it; empty texts for what it has not. */
export interface PathParts {
  /** All before the last part, with the slash that ends it. */
  readonly folder: string;
  readonly name: string;
  readonly stem: string;
  /** With its dot. */
  readonly suffix: string;
}

export function pathParts(path: string): PathParts {
  const [, folder = '', name = ''] = /^(.*\/)?([^/]+)$/.exec(path) ?? [];
  const [, stem = '', suffix = ''] = /^(.+?)(\.[^.]+)?$/.exec(name) ?? [];
  return { folder, name, stem, suffix };
}
