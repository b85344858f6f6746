import { ARGUMENTS, methodDraws } from '../../library/state';
import { methodTakesSql } from '../../library/sql';
import { runSql } from './sql';
import { type Item } from '../heap/heap';
import { noteDevice } from '../process/devices';
import { touchState } from '../process/states';
import { type World } from '../world';
import { type Call } from './calls';
import { drawFromNumpy, drawIfRandom, hasGenerator } from './draws';
import { mentionedIn } from './queries';

/** Methods of a parser that take the arguments of the program where they are given none. */
const PARSING = new Set(['parse_args', 'parse_known_args']);

/** What methods of a few names do besides; `UNCOMMON` has all these names. */
export function runUncommon(
  w: World,
  item: Item,
  method: string,
  given: Call
): void {
  const { args, site } = given;
  noteDevice(w, item, method, given);
  if (methodTakesSql(item.path, method)) {
    runSql(w, given, false);
  } else {
    mentionedIn(w, method, given);
  }
  if (PARSING.has(method) && args.length === 0) {
    touchState(w, { key: ARGUMENTS, mode: 'read' }, site, false);
  }
  if (methodDraws(item.path, method) && !hasGenerator(given)) {
    drawFromNumpy(w, method, site);
  }
  if (method === 'split') {
    drawIfRandom(w, item, given);
  }
}
