import { changedMember, registrationOf } from '../../library/patches';
import { stateBehind } from '../../library/state';
import type { Call } from '../calls/calls';
import type { Item } from '../heap/heap';
import type { Abstract } from '../heap/values';
import { setKey } from '../heap/journal';
import type { ObjectId } from '../heap/sets';
import type { Maker, Site } from '../heap/versions';
import type { World } from '../world';

/** A library thing that the notebook changed: the change ends with the process. */
export interface Patch {
  readonly by: Maker;
  readonly site: Site;
  /** The statement in short: `string.digits = …` */
  readonly text: string;
  /** The module, class or collection; null for what is entered into a register. */
  readonly item: ObjectId | null;
  /** What is changed, by its qualified name; null where nobody knows that. */
  readonly path: string | null;
  /** Code that says one of these may need the change. */
  readonly words: readonly string[];
}

/**
 * `module.attr = …`, `module.Class.attr = …`, `module.__dict__[name] = …`, `sys.modules[name] = …`,
 * `module.names[key] = …`
 */
export function notePatch(
  w: World,
  item: Item,
  attr: string | null,
  key: Abstract,
  site: Site
): void {
  if (item.kind !== 'library') {
    return;
  }
  if (attr !== null) {
    const path = `${item.path}.${attr}`;
    const text = `${path} = …`;
    enter(w, path, { site, text, item: item.id, path, words: [attr] });
  } else if (item.path.endsWith('.__dict__') && key.text !== null) {
    const text = `${item.path}["${key.text}"] = …`;
    const path = item.path.replace(/__dict__$/, key.text);
    enter(w, text, { site, text, item: null, path, words: [key.text] });
  } else if (item.path === 'sys.modules' && key.text !== null) {
    const text = `sys.modules["${key.text}"] = …`;
    enter(w, text, { site, text, item: null, path: null, words: [key.text] });
  } else if (/\.\w+$/.test(item.path) && !item.path.endsWith('.__dict__')) {
    const { id, path } = item;
    const words = [lastOf(path)];
    enter(w, path, { site, text: `${path}[…] = …`, item: id, path, words });
  }
}

/** `module.names.append(…)`: what a module keeps is not handed on. */
export function noteMemberChange(w: World, path: string, { site }: Call): void {
  const member = changedMember(path);
  if (member !== null && !stateBehind(member)) {
    noteMethodOf(w, member, path, site);
  }
}

/** `path` is a method of `member`, and changes it. */
export function noteMethodOf(
  w: World,
  member: string,
  path: string,
  site: Site
): void {
  const text = `${path}(…)`;
  const words = [lastOf(member)];
  enter(w, path, { site, text, item: null, path: member, words });
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** `csv.register_dialect(name, …)` and its like. */
export function noteRegistration(
  w: World,
  path: string,
  { args, site }: Call
): void {
  const found = registrationOf(path);
  if (!found || (found.asks && args.length === 0)) {
    return;
  }
  const { position, keyword, words } = found;
  const named = args.find(
    ({ name }, i) =>
      (name !== null && name === keyword) || (name === null && i === position)
  );
  const name = named?.value.text ?? null;
  const text = `${path}(${name === null ? '…' : `"${name}"`})`;
  const all = name === null ? words : [name, ...words];
  enter(w, text, { site, text, item: null, path: null, words: all });
}

function enter(w: World, key: string, patch: Omit<Patch, 'by'>): void {
  setKey(w.heap, w.patched, key, { ...patch, by: w.maker });
}
