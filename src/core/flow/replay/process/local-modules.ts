import { withArguments } from '../../modules/probe';
import type { FunctionSummary } from '../../modules/types';
import type { Call } from '../calls/calls';
import { pushTo } from '../heap/journal';
import type { Maker, Site } from '../heap/versions';
import { change } from '../values/changes';
import type { World } from '../world';
import { touchFile } from './files';
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

/** What code of the workspace's own modules does, as far as its source tells. */
export function noteLocalCall(w: World, path: string, given: Call): void {
  const found = w.local.size === 0 ? null : findLocal(w, path);
  if (!found) {
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
