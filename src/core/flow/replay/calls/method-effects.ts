import { callAssumedPure, callSeenToChange } from '../../../messages/transfers';
import { givenFor } from '../../library/file-uses';
import { filesOfMethod } from '../../library/files';
import { methodTraits } from '../../library/method-traits';
import { useKey } from '../heap/effects';
import { heldAt } from '../heap/marks';
import { type Item } from '../heap/heap';
import { NOTHING } from '../heap/sets';
import { type Abstract } from '../heap/values';
import { learnedOf } from '../learned';
import { currentVersion } from '../names/binds';
import { whereOf } from '../places';
import { touchFile, touchIn } from '../process/files';
import { folderMode } from '../process/made-folders';
import { touchState } from '../process/states';
import { reportOnce, type World } from '../world';
import { type Call } from './calls';

/** A method of a logger, of the environment and the like uses what stands behind all of them. */
export function readBehind(
  w: World,
  item: Item,
  method: string,
  isChange: boolean,
  { site }: Call
): void {
  const key = item.origin.behind;
  if (key) {
    const mode = isChange ? 'write' : 'read';
    touchState(w, { key, mode }, site, false);
    if (/^(?:add|remove)(?:Handler|Filter)$/.test(method)) {
      touchState(w, { key: HANDLERS, mode }, site, false);
    } else if (key === 'lib:logging') {
      touchState(w, { key: HANDLERS, mode: 'read' }, site, false);
    }
  }
}

/** Handlers of loggers stay in their process. */
export const HANDLERS = 'lib:logging handlers';

/** Files that a method reads or writes, by what it is told or by its receiver. */
export function touchFiles(
  w: World,
  item: Item | null,
  method: string,
  { args, site }: Call,
  text: string | null
): void {
  const isPath = item?.origin.isPath ?? false;
  const mode = args.find(
    ({ name }, i) => name === 'mode' || (name === null && i === 0)
  );
  const uses = filesOfMethod(method, isPath, mode?.value.text ?? null, !!mode);
  for (const use of uses) {
    const here = use.mode === 'folder' ? HERE : undefined;
    const own = { objects: NOTHING, text: item?.text ?? text };
    const passed = givenFor(args, use)?.value ?? here;
    const path = use.argument < 0 ? own : passed;
    if (
      path &&
      (path.text !== null || use.argument < 0 || method.startsWith('to_'))
    ) {
      const how = use.mode === 'folder' ? folderMode(method, args) : use.mode;
      touchFile(w, path, how, site);
      if (use.under !== undefined) {
        touchIn(w, path, own, how, site);
      }
    }
  }
}

/** The folder where none is named. */
export const HERE: Abstract = { objects: NOTHING, text: '.' };

/** Say that a method is taken to change nothing, where that matters to another step. */
export function noteAssumed(
  w: World,
  item: Item,
  method: string,
  { act, site }: Call
): void {
  const draws = item.origin.isTable && methodTraits(method).drawsTable;
  const isNoted = item.kind === 'plain' && !draws;
  if (act.definition || !w.step || !isNoted) {
    return;
  }
  const step = w.step;
  const names = heldAt(w.heap, item.id)?.names ?? [];
  const name = [...names].find(known => {
    w.heap.run.keys.add(useKey(step.index, known));
    return (
      step.uses.has(known) &&
      currentVersion(w, known)?.value.objects.includes(item.id)
    );
  });
  if (name !== undefined) {
    const source = w.notebook.cells[site.cell]?.cell.source ?? '';
    const isLearned = learnedOf(w.notebook, source).includes(name);
    reportOnce(w, `DF402 ${site.cell} ${method} ${name}`, () =>
      isLearned
        ? callSeenToChange(whereOf(w.notebook, site), method, name)
        : callAssumedPure(whereOf(w.notebook, site), method, name)
    );
  }
}
