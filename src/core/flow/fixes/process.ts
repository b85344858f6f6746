import type { Fix } from '../../diagnostic';
import { fixTitles } from '../../messages/fixes';
import type { StateKey } from '../library/state';
import { itemsOf } from '../replay/heap/objects';
import type { Site } from '../replay/heap/versions';
import type { StateAccess, StepRecord } from '../replay/records';
import type { World } from '../replay/world';
import { linesAt, putBefore, putFirst, treeOf } from './lines';

/** Repeats a seed in front of the first numbers that another step draws (DF501, DF502). */
export function seedAgain(
  w: World,
  step: StepRecord,
  { seed, site }: StateAccess
): Fix[] {
  const set = seed && linesAt(w, seed.site);
  const isPlain = set && /^[\w.]+\([^()\n]*\)$/.test(set.text);
  const place = isPlain ? linesAt(w, site) : null;
  return place && isInStep(w, site) && !isResumed(w, step)
    ? [
        {
          title: fixTitles.seedIn(step.name),
          edits: [putBefore(w, place, set?.text ?? '')]
        }
      ]
    : [];
}

/** True for a step with cells of others among its own: what it sets, they do not see. */
function isResumed({ byCell }: World, step: StepRecord): boolean {
  const places = byCell.flatMap((one, i) => (one === step ? [i] : []));
  const [first = 0] = places;
  const last = places[places.length - 1] ?? first;
  return byCell.slice(first, last).some(one => one !== null && one !== step);
}

interface Seeding {
  readonly names: readonly string[];
  readonly module: string;
  readonly call: string;
}

const SEEDING: Readonly<Record<StateKey, Seeding>> = {
  'rng:random': { names: ['random'], module: 'random', call: 'seed(0)' },
  'rng:numpy': {
    names: ['np', 'numpy'],
    module: 'numpy',
    call: 'random.seed(0)'
  },
  'rng:torch': { names: ['torch'], module: 'torch', call: 'manual_seed(0)' },
  'rng:tensorflow': {
    names: ['tf', 'tensorflow'],
    module: 'tensorflow',
    call: 'random.set_seed(0)'
  }
};

/** Sets a seed in front of the first numbers that are drawn (DF503). */
export function seedHere(w: World, key: StateKey, site: Site): Fix[] {
  const seeding = SEEDING[key];
  const place = linesAt(w, site);
  const name = seeding?.names.find(one =>
    isModule(w, one, seeding.module, site)
  );
  return seeding && name !== undefined && place && isInStep(w, site)
    ? [
        {
          title: fixTitles.seed(),
          edits: [putBefore(w, place, `${name}.${seeding.call}`)]
        }
      ]
    : [];
}

/** A name that stands for a module all through the notebook, from above a place on. */
function isModule(
  w: World,
  name: string,
  module: string,
  { cell }: Site
): boolean {
  const version = w.env.get(name);
  return (
    version !== undefined &&
    version.form === 'import' &&
    version.site.cell < cell &&
    itemsOf(w.heap, version.value.objects).every(({ path }) => path === module)
  );
}

/** Repeats a change of a module in the steps that see it in the notebook (DF505). */
export function patchAgain(
  w: World,
  site: Site,
  users: readonly StepRecord[]
): Fix[] {
  const patch = linesAt(w, site);
  const tree = patch && treeOf(w, patch);
  if (!patch || tree?.kind !== 'Assign' || users.some(importing(w, patch))) {
    return [];
  }
  const edits = users.flatMap(({ first }) => {
    const edit =
      w.notebook.cells[first]?.role === 'step'
        ? putFirst(w, first, patch.text)
        : null;
    return edit ? [edit] : [];
  });
  const title = fixTitles.repeatIn(users.map(({ name }) => name));
  return edits.length === users.length ? [{ title, edits }] : [];
}

/** The module has its name only below the line that would stand first. */
function importing(
  w: World,
  { text }: { readonly text: string }
): (step: StepRecord) => boolean {
  const module = /^\w+/.exec(text)?.[0];
  return ({ first }) =>
    w.cells[first]?.facts.ops.some(
      op => op.op === 'bind' && op.name === module
    ) === true;
}

function isInStep({ notebook }: World, { cell }: Site): boolean {
  return notebook.cells[cell]?.role === 'step';
}
