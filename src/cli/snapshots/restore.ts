import { parse, relative, resolve, sep } from 'node:path';

import { EngineError } from '../../client/engine-client';
import type { CodeKind, Inspection, Restored } from '../../core/api/types';
import { liesWithin, withinOf } from '../../core/view';
import type { EngineOptions } from '../../engine/engine';
import { Served } from '../../engine/snapshots/service/served';
import { EXIT, UsageError } from '../exit';
import { byteText, printJson, printResult, tell, visible } from '../printing';
import { snapshotGiven } from './given';
import { linksLeftOut, secretsGone } from './path-texts';
import { follow, type Here, inFolder, type Output } from './session';
import * as texts from './texts';

/** `kalette snapshot restore URL [--to DIR | --here] [--allow KIND...]`. */
export function restoreSnapshot(
  engine: EngineOptions,
  wanted: string,
  options: Output & {
    readonly to?: string;
    readonly here?: boolean;
    readonly allow?: readonly string[];
  }
): Promise<number> {
  const { to, here, allow = [] } = options;
  if (here && to !== undefined) {
    throw new UsageError(texts.onePlace());
  }
  const kinds = allow.map(kindOf);
  return inFolder(engine, '.', async place => {
    const { client, scope } = place;
    const url = isLink(wanted)
      ? wanted
      : (await client.snapshots.get(scope, snapshotGiven(wanted))).url;
    const inspection = await client.snapshots.inspect(scope, url);
    tellOrigin(inspection, kinds);
    const folder =
      to === undefined ? newFolder(inspection) : fromRoot(resolve(to));
    const begin = () =>
      client.snapshots.restore({
        ...scope,
        url,
        to: here ? 'here' : 'new',
        allow: kinds,
        ...(!here && { folder })
      });
    const done = await follow<Restored>(place, begin, reason =>
      tellLost(place, url, here === true, reason)
    );
    if (options.json) {
      printJson({ version: 1, ...done });
    } else {
      printResult(resolve(sep, done.folder));
      const { written, removed, withheld = 0, linksOut = [], safety } = done;
      // Whatever is done in place is done after a snapshot of what was there.
      const isSame = here === true && safety === null;
      const { secrets = [] } = inspection.here;
      if (here && secrets.length > 0) {
        tell(secretsGone(secrets.map(visible)));
      }
      tell(
        isSame
          ? texts.sameHere()
          : texts.restored(written, removed, withheld, safety)
      );
      if (linksOut.length > 0) {
        tell(linksLeftOut(linksOut.map(visible)));
      }
      const { workspace } = inspection;
      if (!here && liesWithin(folder, workspace)) {
        tell(texts.apart(visible(withinOf(folder, workspace))));
      }
    }
    return EXIT.done;
  });
}

// A link brings its digest along; what the list shows is looked up in the workspace.
function isLink(wanted: string): boolean {
  return /^snap[:+]/.test(wanted);
}

/** What is served of a command is all of the machine. */
function newFolder({ snapshot, url, workspace }: Inspection): string {
  const served = new Served(sep, resolve(sep, workspace), process.cwd());
  return served.freeFolder(snapshot, url);
}

/** What of a snapshot may run code, as `--allow` names it. */
const KINDS: readonly CodeKind[] = ['startup', 'environment', 'hook'];

function kindOf(text: string): CodeKind {
  const kind = KINDS.find(item => item === text);
  if (kind === undefined) {
    throw new UsageError(texts.noSuchKind(text, KINDS));
  }
  return kind;
}

// Who is known needs no introduction.
function tellOrigin(
  { source, snapshot, fetch, code }: Inspection,
  allow: readonly CodeKind[]
): void {
  const { signer, files, bytes } = snapshot;
  if (signer.state === 'own' || signer.state === 'trusted') {
    return;
  }
  tell(texts.origin(source, files, byteText(bytes), byteText(fetch)));
  tell(texts.signerText(signer));
  code
    .filter(({ kind, path }) => path !== null && !allow.includes(kind))
    .forEach(({ kind, path }) => tell(texts.leftOut(path ?? '', kind)));
}

/**
 * The engine of another command was killed while it restored for this one. It is not begun
 * again: if it was done after all, that would take the way back. What is known is told.
 */
async function tellLost(
  { client, scope }: Here,
  url: string,
  isHere: boolean,
  { problem }: EngineError
): Promise<never> {
  // Opening the store has put right what the kill left, and has said so, as far as that may be
  // done unasked.
  const isDone =
    isHere && (await client.snapshots.diff(scope, url, 'now')).total === 0;
  throw new EngineError({
    ...problem,
    code: 'engine_lost',
    detail: texts.restoreLost(isHere, isDone),
    hint: texts.afterRestoreLost(isHere)
  });
}

function fromRoot(path: string): string {
  return relative(parse(path).root, path).split(sep).join('/');
}
