import type { Diagnostic } from '../../diagnostic';
import { moduleForgets } from '../../messages/process';
import { mergeSteps } from '../fixes/cells';
import { whereOf } from '../replay/places';
import type { LocalCall } from '../replay/process/local-modules';
import type { World } from '../replay/world';

/** What modules of the workspace keep in one step and use in a later one (DF505). */
export function reportLocalModules(w: World, diagnostics: Diagnostic[]): void {
  const told = new Set<string>();
  for (const call of w.localCalls) {
    for (const later of w.localCalls) {
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

function sharedNames(call: LocalCall, later: LocalCall): string[] {
  if (later.by <= call.by || later.module !== call.module) {
    return [];
  }
  const { reads, changes } = later.summary;
  return call.summary.changes.filter(
    name => reads.includes(name) || changes.includes(name)
  );
}
