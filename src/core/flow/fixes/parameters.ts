import type { Edit, Fix } from '../../diagnostic';
import { fixTitles } from '../../messages/fixes';
import { ROLE_TAGS } from '../../notebook/tags';
import type { Name } from '../../python/facts/types';
import type { Site } from '../replay/heap/versions';
import type { World } from '../replay/world';
import { boundBy, cut, lastWhere, linesAt, putLast, sourceOf } from './lines';

/** Makes a missing name a parameter (DF301). Not where it is called, or something is taken of it. */
export function makeParameter(w: World, name: Name, body: Site): Fix[] {
  const source = sourceOf(w, body.cell);
  const isPlain =
    source.slice(body.at.start, body.at.end) === name &&
    /^(?!\s*[([.])/.test(source.slice(body.at.end));
  return isPlain
    ? addParameter(w, `${name} = 0`, fixTitles.makeParameter(name), [])
    : [];
}

function addParameter(
  w: World,
  line: string,
  title: string,
  others: readonly Edit[]
): Fix[] {
  const { cells } = w.notebook;
  const parameters = lastWhere(cells, ({ role }) => role === 'parameters');
  const first = cells.find(({ own }) => own);
  const edit: Edit | null =
    parameters >= 0
      ? putLast(w, parameters, line)
      : first
        ? {
            kind: 'insert',
            beside: first.cell.id,
            side: 'before',
            source: line,
            tags: [ROLE_TAGS.parameters]
          }
        : null;
  return edit ? [{ title, edits: [...others, edit] }] : [];
}

/** `n = int(input("…"))`: a parameter of that type instead (DF605). */
export function askedParameter(w: World, site: Site): Fix[] {
  const lines = linesAt(w, site);
  const found =
    lines &&
    /^(\w+)\s*=\s*(?:(int|float|str)\(\s*)?input\([^()]*\)\)?$/.exec(
      lines.text
    );
  if (!found) {
    return [];
  }
  const [, name = '', type = 'str'] = found;
  const isRepeated = w.cells.some(({ facts }, i) =>
    facts.ops.some(
      op =>
        op.op === 'bind' &&
        op.name === name &&
        (i !== site.cell || op.at.start !== lines.start)
    )
  );
  const value = type === 'str' ? '""' : type === 'int' ? '0' : '0.0';
  const title = fixTitles.makeParameter(name);
  return isRepeated
    ? []
    : addParameter(w, `${name} = ${value}`, title, [cut(w, lines)]);
}

/** Takes the line of a parameter away that nobody reads (DF806). */
export function removeParameter(w: World, name: Name, site: Site): Fix[] {
  const lines = linesAt(w, site);
  const names = lines ? boundBy(w, lines) : [];
  return lines && names.length === 1
    ? [{ title: fixTitles.remove(name), edits: [cut(w, lines)] }]
    : [];
}
