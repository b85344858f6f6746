import type { StepName } from '../../notebook/types';
import { onlyReads } from '../library/file-uses';
import { entryAt, exitOf } from '../live/homes';
import type { Needs } from '../live/sharing';
import type { Order } from '../order/order';
import { pairKey } from '../order/reasons';
import { PARAMETERS } from '../replay/heap/versions';
import type { FileAccess } from '../replay/records';
import type { World } from '../replay/world';
import { history, linkAt, linkOf, linkToCell, useOf } from './links';
import type { Cause, Explanation, Link, Trace } from './types';

/** What was found out about a notebook, as far as explanations need it. */
export interface Known {
  readonly w: World;
  readonly needs: readonly Needs[];
  readonly order: Pick<Order, 'reasons'>;
}

/** So many lines of one chain at most are shown. */
const SHOWN = 8;

/** The chains of lines that make a step wait for another; none where it does not. */
export function explainEdge(
  { w, needs, order }: Known,
  from: StepName,
  to: StepName
): Explanation {
  const [a, b] = [from, to].map(name =>
    w.steps.findIndex(step => step.name === name)
  );
  const own = needs.find(({ step }) => step.index === b);
  const reason = order.reasons.get(pairKey(a ?? -1, b ?? -1));
  const causes: Cause[] = [];
  for (const name of reason?.variables ?? []) {
    const received = own?.receives.get(name);
    if (own && received) {
      const made = history(w, received.version);
      causes.push(chain('variable', name, [...made, useOf(w, own.step, name)]));
    }
  }
  for (const { earlier, later } of reason?.files ?? []) {
    const links = [fileLink(w, earlier), fileLink(w, later)];
    causes.push(chain('file', later.key, links));
  }
  for (const { key, site, from: earlier } of reason?.states ?? []) {
    const set = w.steps[earlier]?.stateWrites.get(key);
    const links = [
      ...(set ? [linkAt(w, set, 'set')] : []),
      linkAt(w, site, 'used')
    ];
    causes.push(chain('state', key, links));
  }
  return { from, to, causes: [...causes, ...tagCauses(w, from, to)] };
}

function chain(
  kind: Cause['kind'],
  subject: string,
  links: readonly Link[]
): Cause {
  const omitted = Math.max(0, links.length - SHOWN);
  const [first, ...others] = links;
  const shown =
    first && omitted > 0 ? [first, ...others.slice(omitted)] : links;
  return { kind, subject, links: shown, omitted };
}

function fileLink(w: World, { site, mode }: FileAccess): Link {
  return linkAt(w, site, onlyReads(mode) ? 'opened' : 'written');
}

function tagCauses(w: World, from: StepName, to: StepName): Cause[] {
  const declared = w.notebook.steps.find(({ name }) => name === to);
  return (declared?.prev ?? [])
    .filter(({ step }) => step === from)
    .map(({ cell, tag }) => chain('tag', tag, [linkToCell(w, cell, 'tagged')]));
}

/** Where a variable of a step comes from, and where it goes; without a step, a parameter. */
export function traceVariable(
  known: Known,
  step: StepName | null,
  name: string
): Trace | null {
  const { w, needs } = known;
  if (step === null) {
    return traceParameter(known, name);
  }
  const own = needs.find(one => one.step.name === step);
  if (!own) {
    return null;
  }
  const received = own.receives.get(name)?.version;
  const entry = received ?? entryAt(w, name, own.step.index);
  const isInput = received !== undefined || entry?.by === PARAMETERS;
  const final = own.saves.has(name) ? exitOf(w, name, own.step.index) : null;
  return {
    name,
    step,
    source: isInput && entry ? linkOf(w, entry) : null,
    use: isInput ? useOf(w, own.step, name) : null,
    change: final ? linkOf(w, final) : null,
    targets: needs
      .filter(({ receives }) => receives.get(name)?.from === own.step.index)
      .map(other => useOf(w, other.step, name))
  };
}

function traceParameter({ w, needs }: Known, name: string): Trace | null {
  let version = w.env.get(name) ?? null;
  while (version && version.by !== PARAMETERS) {
    version = version.previous;
  }
  return (
    version && {
      name,
      step: null,
      source: null,
      use: null,
      change: linkOf(w, version),
      targets: needs
        .filter(({ parameters }) => parameters.has(name))
        .map(({ step }) => useOf(w, step, name))
    }
  );
}
