import type { StateUse } from '../library/state';
import { PRELUDE, type Site } from './versions';
import type { World } from './world';

/** Process state is read, written or reset here. */
export function touchState(
  w: World,
  { key, mode }: StateUse,
  site: Site,
  isImplicit: boolean
): void {
  const { step } = w;
  if (w.replica && mode !== 'read') {
    w.replica.isImpure = true;
  }
  if (mode === 'read') {
    readState(w, key, site, isImplicit);
    return;
  }
  if (mode === 'reset') {
    if (w.certainty !== 'certain' && w.states.has(key)) {
      // What was there before may still count.
      readState(w, key, site, isImplicit);
    }
    w.seeds.set(key, { by: w.maker, site });
  }
  w.states.set(key, { by: w.maker, site });
  if (step && !step.stateWrites.has(key)) {
    step.stateWrites.set(key, site);
  }
}

function readState(
  w: World,
  key: string,
  site: Site,
  isImplicit: boolean
): void {
  const { step } = w;
  const last = w.states.get(key);
  const seed = w.seeds.get(key) ?? null;
  if (key.startsWith('rng:') && !seed && !w.draws.has(key)) {
    w.draws.set(key, site);
  }
  if (!last) {
    return;
  }
  if (!step || last.by === step.index || last.by <= PRELUDE) {
    return;
  }
  const known = step.states.get(key);
  if (!known || (known.isImplicit && !isImplicit)) {
    step.states.set(key, {
      key,
      from: last.by,
      site,
      isImplicit,
      seed
    });
  }
}
