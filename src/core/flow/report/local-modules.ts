import type { Diagnostic } from '../../diagnostic';
import { moduleForgets } from '../../messages/process';
import { mergeSteps } from '../fixes/cells';
import { whereOf } from '../replay/places';
import type { Maker, Site } from '../replay/heap/versions';
import { memberIn, type LocalCall } from '../replay/process/local-modules';
import type { World } from '../replay/world';

/** What modules of the workspace keep in one step and use in a later one (DF505). */
export function reportLocalModules(w: World, diagnostics: Diagnostic[]): void {
  const told = new Set<string>();
  const uses = usesOf(w);
  for (const call of w.localCalls) {
    for (const later of uses) {
      const names = sharedNames(call, later);
      const user = w.steps[later.by];
      const key = `${call.by} ${call.module} ${names.join()}`;
      if (user && names.length > 0 && !told.has(key)) {
        told.add(key);
        const where = whereOf(w.notebook, call.site);
        const fixes = mergeSteps(w, w.steps[call.by], user);
        diagnostics.push(moduleForgets(where, call, names, user.name, fixes));
      }
    }
  }
}

/** Where what a module keeps is looked at, or changed by a call. */
interface Use {
  readonly by: Maker;
  readonly site: Site;
  readonly module: string;
  readonly names: readonly string[];
}

function usesOf({ localCalls, localReads }: World): readonly Use[] {
  return [
    ...localCalls.map(({ by, site, module, summary }) => ({
      ...{ by, site, module },
      names: [...summary.reads, ...summary.changes]
    })),
    ...localReads.map(({ name, ...use }) => ({ ...use, names: [name] }))
  ];
}

function sharedNames(
  { by, module, summary }: LocalCall,
  later: Use
): readonly string[] {
  return later.by > by && later.module === module
    ? summary.changes.filter(name => later.names.includes(name))
    : [];
}

/** Where a later step looks at what a module of the workspace keeps under this path. */
export function lookedAtIn(
  w: World,
  step: Maker,
  path: string | null
): Site | null {
  const member = path === null ? null : memberIn(w.local, path);
  const use = member
    ? usesOf(w).find(
        ({ by, module, names }) =>
          by === step && module === member.module && names.includes(member.name)
      )
    : null;
  return use?.site ?? null;
}
