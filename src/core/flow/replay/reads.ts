import type { Name, ReadOp } from '../../python/facts/types';
import { BUILTINS } from '../library/functions';
import { currentVersion } from './binds';
import { itemsOf, libraryItem, makeObject, type Abstract } from './objects';
import { touchState } from './states';
import { entryOf, survivor, type Site, type Version } from './versions';
import { siteOf, type Activation, type World } from './world';
import { reportMissing } from './missing';

/** The value of a name here and now; what the step needs for it is noted. */
export function readName(w: World, act: Activation, op: ReadOp): Abstract {
  return readAt(w, act, op.name, siteOf(w, act, op.at), op);
}

interface Manner {
  readonly probe: boolean;
  readonly inside: boolean;
  readonly certain: boolean;
  readonly at: ReadOp['at'];
}

export function readAt(
  w: World,
  act: Activation,
  name: Name,
  site: Site,
  manner: Manner
): Abstract {
  const version = currentVersion(w, name);
  if (
    !version ||
    (version.form === 'unbound' && !version.may && BUILTINS.has(name))
  ) {
    return readOther(w, act, name, site, manner);
  }
  noteNeed(w, version);
  if (w.step) {
    w.step.mentions.add(name);
    w.traces[w.cell]?.reads.set(name, site);
    if (!manner.inside || version.by !== w.step.index) {
      noteUse(w, version, site, manner.probe);
    }
  }
  readSettings(w, version.value, site);
  return version.value;
}

/** A name that no cell above binds: a builtin, or something missing. */
function readOther(
  w: World,
  act: Activation,
  name: Name,
  site: Site,
  manner: Manner
): Abstract {
  if (BUILTINS.has(name)) {
    return {
      objects: [libraryItem(w.heap, `builtins.${name}`).id],
      text: null
    };
  }
  const inBody = { cell: act.cell, at: manner.at };
  return reportMissing(w, name, site, inBody, manner) ?? unknown(w);
}

function unknown(w: World): Abstract {
  const item = makeObject(w.heap, { isOpaque: true });
  return { objects: [item.id], text: null };
}

/** The statement that runs now, if it can be repeated elsewhere, needs this version there. */
function noteNeed(w: World, version: Version): void {
  const { replica } = w;
  if (
    replica &&
    version.replica !== replica &&
    !replica.needs.has(version.name)
  ) {
    replica.needs.set(version.name, version);
  }
}

/** The step reads a name whose value, or a part of it, it has not made itself. */
export function noteUse(
  w: World,
  version: Version,
  site: Site,
  isProbe: boolean
): void {
  const { step } = w;
  if (!step) {
    return;
  }
  const known = step.uses.get(version.name);
  if (known && (!known.isProbe || isProbe)) {
    return;
  }
  if (version.by === step.index && !survivor(version, step.index)) {
    return;
  }
  const entry = entryOf(version, step.index);
  if (entry) {
    const { name } = version;
    step.uses.set(name, { name, entry, version, site, isProbe });
  }
}

/** Values that came from a library follow its settings. */
function readSettings(w: World, value: Abstract, site: Site): void {
  if (w.states.size === 0) {
    return;
  }
  for (const { path } of itemsOf(w.heap, value.objects)) {
    const root = path.split('.')[0];
    if (root && root !== 'builtins') {
      touchState(w, { key: `lib:${root}`, mode: 'read' }, site, true);
    }
  }
}
