import { preludeActs } from '../../../messages/tags';
import {
  commandUse,
  givesOutput,
  runsCommand,
  type CommandUse
} from '../../library/commands';
import { moveToStep } from '../../fixes/statements';
import { redirectionsOf } from '../../../python/ipython/redirections';
import type { Call } from '../calls/calls';
import { touchFile } from './files';
import { pushTo } from '../heap/journal';
import { whereOf } from '../places';
import { NOTHING } from '../heap/sets';
import { PRELUDE, type Maker, type Site } from '../heap/versions';
import { reportOnce, type World } from '../world';

/** A command that a step runs; it may touch files that nobody can see here. */
export interface CommandRun {
  readonly step: Maker;
  readonly site: Site;
  /** As a message names it. */
  readonly text: string;
  readonly use: CommandUse;
  /** The notebook goes on with what it printed. */
  readonly isCaptured: boolean;
  /** Something else warns of it anyway. */
  readonly isTold: boolean;
}

/** A command runs here. In cells that every step repeats, one that may write is reported. */
export function noteCommand(
  w: World,
  site: Site,
  command: Pick<CommandRun, 'text' | 'use' | 'isCaptured' | 'isTold'>
): void {
  const { text, use, isTold } = command;
  if (use === 'nothing') {
    return;
  }
  if (w.replica) {
    w.replica.isImpure = true;
  }
  if (w.maker === PRELUDE && use === 'writes' && !isTold) {
    reportOnce(w, `DF107 ${site.cell} ${site.at.start}`, () =>
      preludeActs(whereOf(w.notebook, site), text, moveToStep(w, site))
    );
  }
  if (w.step) {
    const step = w.step.index;
    pushTo(w.heap, w.commands, { ...command, step, site });
  }
}

/** As `noteCommand`, for `os.system(…)` and the like. */
export function noteCommandCall(
  w: World,
  path: string,
  { args, site }: Call
): void {
  if (runsCommand(path)) {
    const text = args[0]?.value.text ?? null;
    for (const { file, mode } of text === null ? [] : redirectionsOf(text)) {
      touchFile(w, { objects: NOTHING, text: file }, mode, site);
    }
    noteCommand(w, site, {
      text: `${path}()`,
      use: text === null ? 'writes' : commandUse(text),
      isCaptured: givesOutput(path),
      // Calls in such cells are reported with other things that reach out.
      isTold: w.maker === PRELUDE
    });
  }
}
