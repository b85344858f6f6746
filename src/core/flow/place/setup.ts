import { isListOfSame } from '../live/same-needs';
import { isSameList } from '../../same-data';
import type { Diagnostic } from '../../diagnostic';
import { loadingCircle } from '../../messages/transfers';
import type { Name } from '../../python/facts/types';
import { entryAt, homesIn, isHome } from '../live/homes';
import { mergeSteps } from '../fixes/cells';
import type { Needs } from '../live/sharing';
import { whereOf } from '../replay/places';
import {
  replicaKey,
  type Replica,
  type Version
} from '../replay/heap/versions';
import type { World } from '../replay/world';
import type { SetupItem } from '../types';
import type { Definitions } from './definitions';

/** Something that a step loads: a variable it receives, or a statement it repeats. */
type Item =
  | { readonly kind: 'variable'; readonly version: Version }
  | { readonly kind: 'definition'; readonly replica: Replica };

/** What a step loads besides what every step repeats, in order. */
export interface Loads {
  readonly computed: readonly Replica[];
  readonly items: readonly Item[];
  /** The statements among all this. */
  readonly replicas: readonly Replica[];
  /** Items of which each needs the next one, and the last the first. */
  readonly circles: readonly (readonly Item[])[];
}

/**
 * What a step loads before its first cell: received variables and definitions, each behind what
 * it needs. Values that need nothing come first; otherwise notebook order decides.
 */
export function loadsOf(w: World, needs: Needs): Loads {
  const computed = [...needs.computed.values()].sort(byPlace);
  const circles: (readonly Item[])[] = [];
  const items = sorted(w, needs, circles);
  const definitions = items.flatMap(item =>
    item.kind === 'definition' ? [item.replica] : []
  );
  return { computed, items, replicas: [...computed, ...definitions], circles };
}

/**
 * What a step does before its first cell: computed parameters, then what every step repeats
 * (`repeated`), then what it loads.
 */
export function setupOf(
  { computed, items }: Loads,
  repeated: readonly SetupItem[],
  definitions: Definitions
): readonly SetupItem[] {
  const setup: SetupItem[] = [];
  for (const replica of computed) {
    setup.push({ definition: definitions.ofStatement(replica).name });
  }
  setup.push(...repeated);
  for (const item of items) {
    setup.push(
      item.kind === 'variable'
        ? { variable: item.version.name }
        : { definition: definitions.ofStatement(item.replica).name }
    );
  }
  return setup;
}

/** True for the very same things in the same order; circles count as different. */
export function isSameLoads(a: Loads, b: Loads): boolean {
  return (
    a.circles.length + b.circles.length === 0 &&
    isSameList(a.replicas, b.replicas) &&
    isListOfSame(a.items, b.items, isSameItem)
  );
}

function isSameItem(a: Item, b: Item): boolean {
  return a.kind === 'variable'
    ? b.kind === 'variable' && a.version === b.version
    : b.kind === 'definition' && a.replica === b.replica;
}

/** Report circles, each cell once: other steps may be in the same one. */
export function reportCircles(
  w: World,
  needs: Needs,
  { circles }: Loads,
  diagnostics: Diagnostic[]
): void {
  for (const items of circles) {
    const found = circleOf(w, needs, items);
    const isTold = diagnostics.some(
      ({ code, where }) =>
        code === found.code && where?.cell === found.where?.cell
    );
    if (!isTold) {
      diagnostics.push(found);
    }
  }
}

function byPlace(a: Replica, b: Replica): number {
  return a.cell - b.cell || a.statement - b.statement;
}

/** In order of need. */
function sorted(w: World, needs: Needs, circles: (readonly Item[])[]): Item[] {
  const variables = [...needs.receives.values()]
    .map(({ version }): Item => ({ kind: 'variable', version }))
    .sort((a, b) => orderOf(a) - orderOf(b));
  const definitions = [...needs.definitions.values()]
    .sort(byPlace)
    .map((replica): Item => ({ kind: 'definition', replica }));
  const items = [...variables, ...definitions];
  if (items.length < 2) {
    return items;
  }
  const index = indexOf(items);
  const neededFor = (item: Item) => neededBy(w, needs, item, index);
  const onCircle = (open: readonly Item[]): void => {
    circles.push(open);
  };
  const atoms = items.filter(item => isAtom(item));
  return byNeed([...atoms, ...items], neededFor, onCircle);
}

/** Each item behind those it needs, else in the order given; chains of needs can be long. */
function byNeed(
  items: readonly Item[],
  neededFor: (item: Item) => readonly Item[],
  onCircle: (open: readonly Item[]) => void
): Item[] {
  const placed = new Set<Item>();
  const open = new Set<Item>();
  const stack: { readonly item: Item; readonly rest: Iterator<Item> }[] = [];
  const enter = (item: Item, needed = neededFor(item)): void => {
    open.add(item);
    stack.push({ item, rest: needed.values() });
  };
  for (const first of items) {
    if (placed.has(first)) {
      continue;
    }
    const needed = neededFor(first);
    if (needed.length === 0) {
      placed.add(first);
      continue;
    }
    enter(first, needed);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.rest.next();
      if (next.done) {
        stack.pop();
        open.delete(top.item);
        placed.add(top.item);
      } else if (open.has(next.value)) {
        onCircle([...open]);
      } else if (!placed.has(next.value)) {
        enter(next.value);
      }
    }
  }
  return [...placed];
}

function orderOf(item: Item): number {
  return item.kind === 'variable' ? item.version.order : 0;
}

function isAtom(item: Item): boolean {
  return item.kind === 'variable' && item.version.value.objects.length === 0;
}

const NO_ITEMS: readonly Item[] = [];

function neededBy(
  w: World,
  needs: Needs,
  item: Item,
  index: Index
): readonly Item[] {
  const replicas = new Set<string>();
  const names = new Set<Name>();
  if (item.kind === 'definition') {
    for (const [name, { replica }] of item.replica.needs) {
      names.add(name);
      if (replica) {
        replicas.add(replicaKey(replica));
      }
    }
  } else {
    const inFile = inFileWith(needs, item.version);
    // Most values have nothing to do with classes of the notebook.
    if (inFile.every(version => homesIn(w, version).length === 0)) {
      return NO_ITEMS;
    }
    for (const home of inFile.flatMap(version => homesIn(w, version))) {
      const entry = entryAt(w, home.name, needs.step.index);
      if (entry && isHome(entry, home)) {
        names.add(home.name);
        if (entry.replica) {
          replicas.add(replicaKey(entry.replica));
        }
      }
    }
    inFile.forEach(({ name }) => names.delete(name));
  }
  return [
    ...[...names].flatMap(name => index.variables.get(name) ?? []),
    ...[...replicas].flatMap(key => index.definitions.get(key) ?? [])
  ]
    .filter(other => other !== item)
    .sort((a, b) => (index.places.get(a) ?? 0) - (index.places.get(b) ?? 0));
}

/** A value that is received and all that is in its file. */
function inFileWith({ beside }: Needs, version: Version): readonly Version[] {
  const others = beside.get(version.name) ?? [];
  return [version, ...others];
}

/** Items by the name that they supply, or by their statement, and in which place they stand. */
interface Index {
  readonly variables: ReadonlyMap<Name, Item>;
  readonly definitions: ReadonlyMap<string, Item>;
  readonly places: ReadonlyMap<Item, number>;
}

function indexOf(items: readonly Item[]): Index {
  const variables = new Map<Name, Item>();
  const definitions = new Map<string, Item>();
  for (const item of items) {
    if (item.kind === 'definition') {
      definitions.set(replicaKey(item.replica), item);
    } else {
      variables.set(item.version.name, item);
    }
  }
  const places = new Map(items.map((item, place) => [item, place]));
  return { variables, definitions, places };
}

function circleOf(
  w: World,
  { step }: Needs,
  items: readonly Item[]
): Diagnostic {
  const names = items.flatMap(item =>
    item.kind === 'variable' ? [item.version.name] : [...item.replica.names]
  );
  const [first] = items;
  const site =
    first?.kind === 'variable'
      ? first.version.site
      : first && { cell: first.replica.cell, at: { start: 0, end: 0 } };
  const makers = new Set(
    items.map(item =>
      item.kind === 'variable' ? item.version.by : item.replica.by
    )
  );
  const [maker] = makers;
  const fixes =
    makers.size === 1 && maker !== undefined
      ? mergeSteps(w, w.steps[maker], step)
      : [];
  return loadingCircle(site ? whereOf(w.notebook, site) : null, names, fixes);
}
