import type { Call, Expr } from '../tree/tree';
import type { Builder } from './builder';

const PAIRS: ReadonlyMap<string, string> = new Map([
  ['setstate', 'getstate'],
  ['set_state', 'get_state'],
  ['set_rng_state', 'get_rng_state']
]);

/** `random.setstate(random.getstate())`: what was taken is put back at once. */
export function putsBack(
  { source }: Builder,
  { func, args: [taken, ...others], keywords }: Call
): boolean {
  if (
    func.kind !== 'Attribute' ||
    taken?.kind !== 'Call' ||
    taken.func.kind !== 'Attribute' ||
    others.length + keywords.length + taken.args.length > 0 ||
    taken.keywords.length > 0
  ) {
    return false;
  }
  const textOf = ({ start, end }: Expr): string => source.slice(start, end);
  const owner = textOf(func.value);
  return (
    PAIRS.get(func.attr) === taken.func.attr &&
    textOf(taken.func.value) === owner &&
    /^[\w.]+$/.test(owner)
  );
}
