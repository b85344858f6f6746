import { OWN_CONNECTION, type SqlUses, sqlUses } from '../../library/sql';
import { touchFile } from '../process/files';
import { touchState } from '../process/states';
import { NOTHING } from '../heap/sets';
import { readAt } from '../names/reads';
import type { World } from '../world';
import type { Call } from './calls';

/**
 * A text of SQL reads variables and files that stand in it for tables. `isShared` tells that it
 * goes to the connection that all of the process has.
 */
export function runSql(
  w: World,
  { act, args, site }: Call,
  isShared: boolean
): void {
  if (isShared) {
    touchState(w, { key: OWN_CONNECTION, mode: 'read' }, site, false);
  }
  for (const { value } of args) {
    const text = value.text ?? value.partly;
    if (text !== undefined) {
      runText(w, sqlUses(text), { act, site }, isShared);
    }
  }
}

function runText(
  w: World,
  { names, reads, writes, opens, changes }: SqlUses,
  { act, site }: Pick<Call, 'act' | 'site'>,
  isShared: boolean
): void {
  const manner = { probe: true, inside: false, certain: false, at: site.at };
  for (const name of names) {
    readAt(w, act, name, site, manner);
  }
  const touch = (
    files: readonly string[],
    mode: 'read' | 'write' | 'append'
  ) => {
    files.forEach(file => {
      touchFile(w, { objects: NOTHING, text: file }, mode, site);
    });
  };
  touch(reads, 'read');
  touch(writes, 'write');
  touch(opens, 'append');
  if (isShared && changes) {
    touchState(w, { key: OWN_CONNECTION, mode: 'write' }, site, false);
  }
}
