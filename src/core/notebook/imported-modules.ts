const IMPORT =
  /^[ \t]*(?:from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[\w, \t*]+)|import[ \t]+([\w., \t]+))/gm;

/**
 * Names of modules that a notebook, parsed from JSON, or a Python source may import; some are
 * names of what is in a module. Whoever looks for their files finds out.
 */
export function importedModules(content: unknown): string[] {
  const text = typeof content === 'string' ? content : sourcesOf(content);
  const found = new Set<string>();
  for (const [, from, members = '', plain = ''] of text.matchAll(IMPORT)) {
    const bare = from?.replace(/^\.+/, '');
    for (const name of plain.split(',')) {
      add(found, name.trim().split(/\s/)[0] ?? '');
    }
    for (const name of members.replace(/[()]/g, '').split(',')) {
      const member = name.trim().split(/\s/)[0] ?? '';
      add(found, bare ? `${bare}.${member}` : member);
    }
  }
  return [...found];
}

/** A package is imported before what is in it. */
function add(found: Set<string>, name: string): void {
  const parts = name.split('.').filter(part => /^\w+$/.test(part));
  parts.forEach((_, i) => found.add(parts.slice(0, i + 1).join('.')));
}

function sourcesOf(content: unknown): string {
  const cells = isRecord(content) ? content['cells'] : null;
  return Array.isArray(cells)
    ? cells
        .flatMap(cell =>
          isRecord(cell) && cell['cell_type'] === 'code'
            ? textOf(cell['source'])
            : []
        )
        .join('\n')
    : '';
}

function textOf(source: unknown): string {
  return Array.isArray(source) ? source.join('') : String(source ?? '');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
