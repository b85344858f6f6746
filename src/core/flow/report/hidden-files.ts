import { commandHidesFiles, fileUnknown } from '../../messages/process';
import { onlyReads } from '../library/file-uses';
import { ancestors, type WaitsFor } from '../order/graph';
import type { Order } from '../order/order';
import type { CommandRun } from '../replay/process/commands';
import { whereOf } from '../replay/places';
import type { Maker } from '../replay/heap/versions';
import { reportOnce, type World } from '../replay/world';

/**
 * Report writes to files whose path is known only when they run, where a later step reads files
 * and does not wait for the writing one (DF511).
 */
export function reportUnknownFiles(
  w: World,
  { after }: Pick<Order, 'after'>
): void {
  const writes = w.unknownFiles.filter(({ reads }) => !reads);
  if (writes.length === 0) {
    return;
  }
  const waitsFor = ancestorsOf(after);
  for (const { site, step } of writes) {
    const isFree = (other: Maker): boolean =>
      other > step && !waitsFor(other, step);
    const mayMeet =
      w.files.some(
        ({ step: other, mode }) => isFree(other) && mode !== 'write'
      ) || w.unknownFiles.some(({ step: other }) => isFree(other));
    if (mayMeet) {
      reportOnce(w, `DF511 ${site.cell} ${site.at.start}`, () =>
        fileUnknown(whereOf(w.notebook, site))
      );
    }
  }
}

function ancestorsOf(after: Order['after']): WaitsFor {
  const before = after.map(steps => new Set(steps));
  return ancestors({ size: before.length, before });
}

/** Whether a step neither waits for the one in question nor the other way round. */
type IsBeside = (other: { readonly step: Maker }) => boolean;

/**
 * Report commands that may touch the files of other steps unseen (DF511). Steps that wait for
 * each other anyway see each other's files.
 */
export function reportCommands(
  w: World,
  { after }: Pick<Order, 'after'>
): void {
  if (w.commands.length === 0) {
    return;
  }
  const waitsFor = ancestorsOf(after);
  for (const command of w.commands) {
    const { site, text, isTold, step } = command;
    const isBeside: IsBeside = other =>
      other.step !== step &&
      !waitsFor(step, other.step) &&
      !waitsFor(other.step, step);
    if (!isTold && mayMeet(w, command, isBeside)) {
      reportOnce(w, `DF511 ${site.cell} ${site.at.start}`, () =>
        commandHidesFiles(whereOf(w.notebook, site), text)
      );
    }
  }
}

function mayMeet(
  { commands, files }: World,
  { step, use, isCaptured }: CommandRun,
  isBeside: IsBeside
): boolean {
  switch (use) {
    case 'writes':
      return commands.some(isBeside) || files.some(isBeside);
    case 'redirects':
      // Files by their names are known on both sides.
      return commands.some(isBeside);
    case 'reads':
      return (
        isCaptured &&
        files.some(
          other =>
            isBeside(other) && other.step < step && !onlyReads(other.mode)
        )
      );
    case 'nothing':
      return false;
  }
}
