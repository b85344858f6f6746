import { preludeActs } from '../../../messages/tags';
import {
  commandUse,
  givesOutput,
  runsCommand,
  type CommandUse
} from '../../library/commands';
import { moveToStep } from '../../fixes/statements';
import { redirectionsOf } from '../../../python/ipython/redirections';
import { commandFiles } from '../../library/command-files';
import type { Call } from '../calls/calls';
import { touchFile } from './files';
import { pushTo } from '../heap/journal';
import { itemsOf } from '../heap/objects';
import { type Abstract } from '../heap/values';
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
  command: Pick<CommandRun, 'text' | 'use' | 'isCaptured' | 'isTold'>,
  line: string | null
): void {
  const { text, use, isTold } = command;
  const files = line === null ? null : commandFiles(line);
  if (use === 'nothing' || (files && w.step)) {
    // What is known by name need not be feared.
    files?.forEach(({ file, mode }) =>
      touchFile(w, { objects: NOTHING, text: file }, mode, site)
    );
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
    const line = lineOf(w, args[0]?.value);
    for (const { file, mode } of line === null ? [] : redirectionsOf(line)) {
      touchFile(w, { objects: NOTHING, text: file }, mode, site);
    }
    const command = {
      text: `${path}()`,
      use: line === null ? 'writes' : commandUse(line),
      isCaptured: givesOutput(path),
      // Calls in such cells are reported with other things that reach out.
      isTold: w.maker === PRELUDE
    } as const;
    noteCommand(w, site, command, line);
  }
}

/** The command as one text, also where it is given as a list of words. */
function lineOf(w: World, given: Abstract | undefined): string | null {
  const [list, ...others] = itemsOf(w.heap, given?.objects ?? NOTHING);
  return others.length > 0 ? null : (list?.text ?? given?.text ?? null);
}
