import type { Diagnostic } from '../../diagnostic';
import { loadingCircle } from '../../messages/transfers';
import type { Name } from '../../python/facts/types';
import { entryAt, homesIn, isHome } from '../live/homes';
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

/**
 * What a step does before its first cell: computed parameters, then what every step repeats
 * (`repeated`), then received variables and definitions, each behind what it needs. Values that need
 * nothing come first; otherwise notebook order decides.
 */
export function setupOf(
  w: World,
  needs: Needs,
  repeated: readonly SetupItem[],
  definitions: Definitions,
  diagnostics: Diagnostic[]
): readonly SetupItem[] {
  const computed = [...needs.computed.values()]
    .sort(byPlace)
    .map(replica => ({ definition: definitions.ofStatement(replica).name }));
  const items = sorted(w, needs, diagnostics).map((item): SetupItem =>
    item.kind === 'variable'
      ? { variable: item.version.name }
      : { definition: definitions.ofStatement(item.replica).name }
  );
  return [...computed, ...repeated, ...items];
}

function byPlace(a: Replica, b: Replica): number {
  return a.cell - b.cell || a.statement - b.statement;
}

/** In order of need. */
function sorted(w: World, needs: Needs, diagnostics: Diagnostic[]): Item[] {
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
  const placed = new Set<Item>();
  const open = new Set<Item>();
  const place = (item: Item): void => {
    if (placed.has(item)) {
      return;
    }
    if (open.has(item)) {
      diagnostics.push(circleOf(w, [...open]));
      return;
    }
    open.add(item);
    neededBy(w, needs, item, index).forEach(place);
    open.delete(item);
    placed.add(item);
  };
  items.filter(item => isAtom(item)).forEach(place);
  items.forEach(place);
  return [...placed];
}

function orderOf(item: Item): number {
  return item.kind === 'variable' ? item.version.order : 0;
}

function isAtom(item: Item): boolean {
  return item.kind === 'variable' && item.version.value.objects.length === 0;
}

function neededBy(
  w: World,
  { step, beside }: Needs,
  item: Item,
  index: Index
): Item[] {
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
    const others = beside.get(item.version.name) ?? [];
    const inFile = [item.version, ...others];
    for (const home of inFile.flatMap(version => homesIn(w, version))) {
      const entry = entryAt(w, home.name, step.index);
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

function circleOf(w: World, items: readonly Item[]): Diagnostic {
  const names = items.flatMap(item =>
    item.kind === 'variable' ? [item.version.name] : [...item.replica.names]
  );
  const [first] = items;
  const site =
    first?.kind === 'variable'
      ? first.version.site
      : first && { cell: first.replica.cell, at: { start: 0, end: 0 } };
  return loadingCircle(site ? whereOf(w.notebook, site) : null, names);
}
