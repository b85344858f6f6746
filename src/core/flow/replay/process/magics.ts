import { foreignCell, installs, magicDefines } from '../../../messages/dynamic';
import { preludeActs } from '../../../messages/tags';
import type {
  DynamicOp,
  FileOp,
  MagicOp,
  StarOp
} from '../../../python/facts/types';
import { importRun, moveToStep } from '../../fixes/statements';
import { type Activation, siteOf } from '../calls/activation';
import { noteDynamic } from '../values/stores';
import { commandUse } from '../../library/commands';
import { noteListing } from './listings';
import { noteCommand } from './commands';
import { touchFile } from './files';
import { pushTo } from '../heap/journal';
import { whereOf } from '../places';
import { PRELUDE, SKIPPED } from '../heap/versions';
import { reportOnce, type World } from '../world';

export function runFile(w: World, act: Activation, op: FileOp): void {
  const path = act.values[op.path];
  if (path) {
    touchFile(w, path, op.mode, siteOf(w, act, op.at));
  }
}

/** A magic that binds names nobody sees. */
export function runDynamic(w: World, act: Activation, op: DynamicOp): void {
  const site = siteOf(w, act, op.at);
  if (op.kind === 'list') {
    noteListing(w, op.text, site);
    return;
  }
  noteDynamic(w, site);
  reportOnce(w, `DF603 ${site.cell} ${site.at.start}`, () =>
    magicDefines(whereOf(w.notebook, site), op.text, importRun(w, site))
  );
}

export function runMagic(w: World, act: Activation, op: MagicOp): void {
  const site = siteOf(w, act, op.at);
  if (op.kind === 'command' || op.kind === 'capture') {
    const command = {
      text: `!${op.text}`,
      use: commandUse(op.text),
      isCaptured: op.kind === 'capture',
      isTold: false
    };
    noteCommand(w, site, command, op.text);
    return;
  }
  if (w.maker === SKIPPED) {
    return;
  }
  const where = whereOf(w.notebook, site);
  const key = `magic ${site.cell} ${site.at.start}`;
  if (op.kind === 'install') {
    reportOnce(w, key, () => installs(where, op.text.trim()));
  } else if (w.maker === PRELUDE) {
    reportOnce(w, key, () => preludeActs(where, op.text, moveToStep(w, site)));
  } else {
    reportOnce(w, key, () => foreignCell(where, op.text));
    const own = { text: op.text, isCaptured: false, isTold: true };
    noteCommand(w, site, { ...own, use: 'writes' }, null);
  }
}

/** `from m import *`: from here on names that nothing binds are taken from `m`. */
export function runStar(w: World, act: Activation, op: StarOp): void {
  const { maker: by, replica } = w;
  if (by === SKIPPED) {
    return;
  }
  const site = siteOf(w, act, op.at);
  const taken = new Set<string>();
  pushTo(w.heap, w.stars, { by, replica, site, module: op.module, taken });
}
