import type { StateKey, StateUse } from '../../library/state';
import { stateKey } from '../heap/effects';
import { setFirst, setKey, write } from '../heap/journal';
import { PRELUDE, SKIPPED, type Site } from '../heap/versions';
import type { World } from '../world';

/** The variable or setting that is written. */
interface Part {
  readonly name: string;
  /** That is so for sure, whatever it was before. */
  readonly isAll: boolean;
}

/** Process state is read, written or reset here. */
export function touchState(
  w: World,
  { key, mode }: StateUse,
  site: Site,
  isImplicit: boolean,
  part: Part | null = null
): void {
  const { step } = w;
  if (w.maker === SKIPPED) {
    return;
  }
  if (w.replica && mode !== 'read') {
    w.replica.isImpure = true;
  }
  if (mode === 'read') {
    readState(w, key, site, isImplicit);
    return;
  }
  if (mode === 'reset') {
    if (w.certainty !== 'certain' && hasState(w, key)) {
      // What was there before may still count.
      readState(w, key, site, isImplicit);
    }
    setKey(w.heap, w.seeds, key, { by: w.maker, site });
  }
  noteState(w, key);
  const old = w.states.get(key);
  const isSame = part !== null && old?.part === part.name;
  if (mode === 'write' && !key.startsWith('rng:') && !(isSame && part.isAll)) {
    // What it leaves as it was must come from before; a generator's draw reads by itself.
    readState(w, key, site, true);
  }
  const only = isSame || !old ? (part?.name ?? null) : null;
  setKey(w.heap, w.states, key, { by: w.maker, site, part: only });
  if (step) {
    setFirst(w.heap, step.stateWrites, key, site, step.log);
  }
}

/** Whether a state key was written above. */
export function hasState(w: World, key: StateKey): boolean {
  noteState(w, key);
  return w.states.has(key);
}

/** A state key is looked at; values of one library ask for the same one many times in a row. */
function noteState({ heap: { run } }: World, key: StateKey): void {
  if (run.lastState !== key) {
    run.lastState = key;
    run.keys.add(stateKey(key));
  }
}

function readState(
  w: World,
  key: string,
  site: Site,
  isImplicit: boolean
): void {
  const { step } = w;
  noteState(w, key);
  const last = w.states.get(key);
  if (key.startsWith('rng:') && !w.seeds.has(key)) {
    setFirst(w.heap, w.draws, key, site);
  }
  if (!last || !step || last.by === step.index || last.by <= PRELUDE) {
    return;
  }
  const seed = w.seeds.get(key) ?? null;
  const value = { key, from: last.by, site, isImplicit, seed };
  const on = step.states;
  const before = undefined;
  const isDone = false;
  write(
    w.heap,
    { kind: 'access', on, value, before, isDone, time: 0, under: null },
    step.log
  );
}
