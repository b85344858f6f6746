import type { Diagnostic } from '../../diagnostic';
import {
  cannotTravel,
  classAnnounced,
  classReplaced,
  definitionChanged,
  holdsFunctions,
  localClass,
  travelsFromDevice
} from '../../messages/transfers';
import type { Name } from '../../python/facts/types';
import { BUILTINS } from '../library/functions';
import {
  entryAt,
  exitOf,
  homesIn,
  isHome,
  isPickledByName,
  reachedBy
} from '../live/homes';
import type { Live } from '../live/live';
import type { Needs } from '../live/sharing';
import { type Item } from '../replay/heap/heap';
import { itemsOf } from '../replay/heap/objects';
import { mergeSteps } from '../fixes/cells';
import { hazardFixes } from '../fixes/statements';
import { whereOf } from '../replay/places';
import { PRELUDE, type Version } from '../replay/heap/versions';
import type { World } from '../replay/world';
import type { Remembered } from '../remembered';
import { reportHooks } from './pickling';
import { reportViews, type Finding, type Once, type Receivers } from './views';

/** What is to be told of a step's values, made when all needs are known, as cells may move on. */
export interface Told {
  readonly own: Needs;
  readonly found: readonly Finding[];
}

/** Values that cannot be handed on as they are (DF403, DF407, DF701, DF703). */
export function reportTransfers(
  w: World,
  { needs, byValue }: Live,
  remembered: Remembered<Told>,
  diagnostics: Diagnostic[]
): void {
  const told = new Set<string>();
  const receivers: Receivers = name =>
    needs.filter(({ receives }) => receives.has(name)).length;
  const once = ({ key, make }: Finding) => {
    if (!told.has(key)) {
      told.add(key);
      diagnostics.push(make(receivers));
    }
  };
  const changed = [...byValue].sort((a, b) => a.order - b.order);
  for (const { isChanged, name, site } of changed) {
    if (isChanged) {
      const make = () => definitionChanged(whereOf(w.notebook, site), name);
      once({ key: `changed ${name}`, make });
    }
  }
  remembered.begin();
  for (const own of needs) {
    const { found } =
      remembered.find(w, own.step, known => known.own === own) ??
      remembered.make(
        w,
        own.step,
        () => ({ own, found: findingsOf(w, own) }),
        isUnlike
      );
    found.forEach(once);
  }
}

/** Findings know the state of the notebook that they were made in. */
const isUnlike = (): boolean => false;

function findingsOf(w: World, own: Needs): Finding[] {
  const found: Finding[] = [];
  const once: Once = (key, make) => {
    found.push({ key, make });
  };
  for (const [name, { version, from }] of own.receives) {
    const { items: reached } = reachedBy(w, version);
    reportHazard(w, own, version, from, reached, once);
    reportHooks(w, own.step, version, reached, once);
    reportReplaced(w, own, version, from, once);
    const again =
      w.announced.length > 0
        ? reached.find(one => isMadeAnew(w, own, one))
        : undefined;
    if (again) {
      const made = again.home?.name ?? name;
      once(`announced ${made}`, () =>
        classAnnounced(whereOf(w.notebook, version.site), made, own.step.name)
      );
    }
    if (version.value.objects.some(id => w.onDevice.has(id))) {
      once(`device ${name}`, () =>
        travelsFromDevice(whereOf(w.notebook, version.site), name)
      );
    }
    const names = namesUsedIn(reached);
    if (names.length > 0) {
      once(`functions ${name}`, () =>
        holdsFunctions(whereOf(w.notebook, version.site), name, names)
      );
    }
    if (reached.some(item => isLocalInstance(w, item))) {
      once(`local ${name}`, () =>
        localClass(whereOf(w.notebook, version.site), name)
      );
    }
  }
  reportViews(w, own, once);
  return found;
}

/** True for a class that does something when it is made, unless every step makes it anyway. */
function isMadeAnew(
  { announced }: World,
  { receives }: Needs,
  { id, home }: Item
): boolean {
  const isRepeated = home?.by === PRELUDE && !receives.has(home.name);
  return announced.includes(id) && !isRepeated;
}

/** A pickle names classes; a name that means another class there would give wrong instances. */
function reportReplaced(
  w: World,
  { step, beside }: Needs,
  version: Version,
  from: number,
  once: Once
): void {
  const { name, site } = version;
  const inFile = [version, ...(beside.get(name) ?? [])];
  for (const home of inFile.flatMap(one => homesIn(w, one))) {
    const isNamed = isHome(exitOf(w, home.name, from), home);
    if (isNamed && !isHome(entryAt(w, home.name, step.index), home)) {
      const names = { name, owner: home.name, to: step.name };
      const where = step.uses.get(name)?.site ?? site;
      once(`class ${home.name} ${step.index}`, () =>
        classReplaced(
          whereOf(w.notebook, where),
          names,
          whereOf(w.notebook, home.site)
        )
      );
    }
  }
}

function reportHazard(
  w: World,
  { step }: Needs,
  version: Version,
  from: number,
  reached: readonly Item[],
  once: Once
): void {
  const byName = reached.find(
    item =>
      isPickledByName(item) &&
      item.home &&
      (item.home.name === version.name ||
        !isHome(exitOf(w, item.home.name, from), item.home))
  );
  const kind = byName
    ? kindByName(byName)
    : reached.find(({ hazard }) => hazard !== null)?.hazard;
  if (!kind) {
    return;
  }
  const { name, site } = version;
  const use = step.uses.get(name);
  const maker = w.steps[from]?.name ?? '';
  const names = { name, kind, from: maker, to: step.name };
  once(`hazard ${name} ${step.index}`, receivers =>
    cannotTravel(
      whereOf(w.notebook, use?.site ?? site),
      names,
      whereOf(w.notebook, site),
      [
        ...hazardFixes(w, version, kind, step),
        ...(receivers(name) === 1 ? mergeSteps(w, w.steps[from], step) : [])
      ]
    )
  );
}

/** What its decorator has made of a function. */
function kindByName({ definition }: Item): string {
  const names = definition?.decorators ?? [];
  if (names.some(name => /(?:^|\.)singledispatch$/.test(name))) {
    return 'single-dispatch function';
  }
  return names.some(name => /(?:^|\.)(?:lru_)?cache$/.test(name))
    ? 'cached function'
    : 'compiled function';
}

const NO_NAMES: readonly Name[] = [];

/** Names of the notebook that functions among these values ask for when they are called. */
function namesUsedIn(reached: readonly Item[]): readonly Name[] {
  if (reached.every(({ kind }) => kind !== 'function')) {
    return NO_NAMES;
  }
  const names = new Set<Name>();
  for (const { kind, definition } of reached) {
    for (const op of kind === 'function' ? (definition?.ops ?? []) : []) {
      if (op.op === 'read' && !BUILTINS.has(op.name)) {
        names.add(op.name);
      }
    }
  }
  return [...names];
}

/** An instance of a class that no top-level statement binds. */
function isLocalInstance(w: World, { kind, related }: Item): boolean {
  return (
    kind === 'instance' &&
    itemsOf(w.heap, related).some(
      owner => owner.kind === 'class' && !owner.home
    )
  );
}
