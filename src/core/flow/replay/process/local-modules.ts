import { withArguments } from '../../modules/probe';
import type { FunctionSummary, LocalModules } from '../../modules/types';
import { methodTraits } from '../../library/method-traits';
import type { Call } from '../calls/calls';
import { pushTo } from '../heap/journal';
import type { Maker, Site } from '../heap/versions';
import { change } from '../values/changes';
import type { World } from '../world';
import { touchFile } from './files';
import { noteMethodOf } from './patches';
import { touchState } from './states';

/** A call of something in a module of the workspace. */
export interface LocalCall {
  readonly by: Maker;
  readonly site: Site;
  /** What was called, as it is written: `helper.load`. */
  readonly path: string;
  readonly module: string;
  readonly summary: FunctionSummary;
}

/** A place where what a module of the workspace keeps is looked at. */
export interface LocalRead extends LocalMember {
  readonly by: Maker;
}

/** Something that a module of the workspace keeps. */
export interface LocalMember {
  readonly site: Site;
  readonly module: string;
  readonly name: string;
}

/** `helpers.STATE`, `from helpers import STATE` */
export function noteLocalRead(w: World, path: string, site: Site): void {
  const found = w.local.size > 0 && w.step ? memberIn(w.local, path) : null;
  if (found && !w.local.get(found.module)?.has(found.name)) {
    pushTo(w.heap, w.localReads, { by: w.maker, site, ...found });
  }
}

/** The module of the workspace that a path leads into, and the name there that it begins with. */
export function memberIn(
  local: LocalModules,
  path: string
): Omit<LocalMember, 'site'> | null {
  for (let dot = path.lastIndexOf('.'); dot > 0;) {
    const module = path.slice(0, dot);
    if (local.has(module)) {
      const [name = ''] = path.slice(dot + 1).split('.');
      return { module, name };
    }
    dot = module.lastIndexOf('.');
  }
  return null;
}

/** What code of the workspace's own modules does, as far as its source tells. */
export function noteLocalCall(w: World, path: string, given: Call): void {
  const found = w.local.size === 0 ? null : findLocal(w, path);
  if (!found) {
    noteMethod(w, path, given);
    return;
  }
  const { module, summary } = found;
  const { site } = given;
  for (const use of summary.states) {
    touchState(w, use, site, false);
  }
  for (const { path: marked, mode } of summary.files) {
    const text = withArguments(marked, name => textOf(summary, given, name));
    touchFile(w, { objects: [], text }, mode, site);
  }
  changeArguments(w, summary, given);
  if (w.step) {
    const call = { by: w.maker, site, path, module, summary };
    pushTo(w.heap, w.localCalls, call);
  }
}

/** `helpers.seen.add(…)` */
function noteMethod(w: World, path: string, given: Call): void {
  const dot = path.lastIndexOf('.');
  const kept = path.slice(0, dot);
  const isChanging =
    w.local.size > 0 && methodTraits(path.slice(dot + 1)).mutates;
  if (isChanging && memberIn(w.local, kept)) {
    noteMethodOf(w, kept, path, given.site);
  }
}

function findLocal(
  w: World,
  path: string
): { readonly module: string; readonly summary: FunctionSummary } | null {
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const module = path.slice(0, dot);
    const [name = ''] = path.slice(dot + 1).split('.');
    const summary = w.local.get(module)?.get(name);
    if (summary) {
      return { module, summary };
    }
  }
  return null;
}

/** The text that a parameter has in a call, where it is known. */
function textOf(
  { parameters, defaults }: FunctionSummary,
  { args }: Call,
  wanted: string
): string | null {
  const given = args.find(({ name }, i) => (name ?? parameters[i]) === wanted);
  return given ? given.value.text : (defaults.get(wanted) ?? null);
}

function changeArguments(
  w: World,
  { parameters, changed }: FunctionSummary,
  { args, site }: Call
): void {
  if (changed.size === 0) {
    return;
  }
  args.forEach(({ name, value }, i) => {
    if (changed.has(name ?? parameters[i] ?? '')) {
      change(w, value.objects, site);
    }
  });
}
