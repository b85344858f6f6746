import { parse, resolve } from 'node:path';

import { createLogUpdate } from 'log-update';

import { type EngineClient, EngineError } from '../../client/engine-client';
import type { NotebookScope } from '../../client/scope';
import { settled } from '../../client/operations';
import type { Operation } from '../../core/api/types';
import type { EngineOptions } from '../../engine/engine';
import { phaseText } from '../../engine/messages';
import { EXIT } from '../exit';
import { Interrupts } from './interrupts';
import { byteText, tell } from '../printing';
import { openSession } from '../session';
import * as texts from './texts';

/** How a result is wanted. */
export interface Output {
  readonly json?: boolean;
}

/** The workspace that a command is about. */
export interface Here {
  readonly client: EngineClient;
  readonly scope: NotebookScope;
  readonly interrupts: Interrupts;
}

/** Runs a command in the workspace of a folder that may take a while. */
export async function inFolder(
  engine: EngineOptions,
  folder: string,
  command: (here: Here) => Promise<number>
): Promise<number> {
  const reading = { ...engine, mayOnlyRead: true };
  const session = openSession(reading, folder, everything(folder));
  const interrupts = new Interrupts();
  const { client, scope } = session;
  try {
    const exit = await command({ client, scope, interrupts });
    return interrupts.isPressed ? EXIT.interrupted : exit;
  } finally {
    interrupts.close();
    await session.close();
  }
}

/** Runs a command that is over in a moment; Ctrl-C just ends it, as nothing is begun. */
export async function glance(
  engine: EngineOptions,
  folder: string,
  command: (here: Omit<Here, 'interrupts'>) => Promise<number>
): Promise<number> {
  const brief = { ...engine, isBrief: true, mayOnlyRead: true };
  const session = openSession(brief, folder, everything(folder));
  try {
    return await command(session);
  } finally {
    await session.close();
  }
}

// Everything on this machine can be named, as a command has the rights of its user.
function everything(folder: string): string {
  return parse(resolve(folder)).root;
}

/** How often something is begun again that was in the engine of another command. */
const LIVES = 3;

/** Something that was in the engine of another command when that was killed. */
export type OnLost = (reason: EngineError) => Promise<never>;

/**
 * Begins an operation and resolves with its result; its progress is shown on standard error.
 * Ctrl-C cancels it and waits for its end, and what became of it is told. When the engine of
 * another command had it and has ended, it is begun again here; `onLost` is asked instead when
 * it is not known how far it came and it may not be done twice.
 */
export async function follow<T>(
  here: Here,
  begin: () => Promise<Operation>,
  onLost?: OnLost
): Promise<T> {
  for (let lives = LIVES; ; lives--) {
    try {
      return await once<T>(here, begin);
    } catch (reason) {
      const loss = reason instanceof EngineError ? lossOf(reason) : null;
      if (here.interrupts.isPressed || loss === null || lives === 0) {
        throw reason;
      }
      if (loss === 'unknown' && onLost) {
        return await onLost(reason as EngineError);
      }
      tell(texts.begunAgain());
    }
  }
}

// Nobody here has cancelled it: that was whoever ended the other engine, in order.
function lossOf({ problem }: EngineError): 'undone' | 'unknown' | null {
  switch (problem.code) {
    case 'snapshot_cancelled':
    case 'cancelled':
      return 'undone';
    case 'no_operation':
    case 'engine_lost':
      return 'unknown';
    default:
      return null;
  }
}

async function once<T>(
  { client, scope, interrupts }: Here,
  begin: () => Promise<Operation>
): Promise<T> {
  const { snapshots } = client;
  const begun = await interrupts.begin(begin, ({ id }) =>
    snapshots.cancel(scope, id)
  );
  const progress = progressDisplay();
  try {
    const result = await settled(snapshots, scope, begun, progress.show);
    progress.close();
    if (interrupts.isPressed) {
      tell(texts.doneAfterAll());
    }
    return result as T;
  } catch (reason) {
    progress.close();
    throw interrupts.isPressed ? cancelled(begun.kind, reason) : reason;
  } finally {
    interrupts.ended();
  }
}

// The service only says that it was cancelled; what that means depends on what it was.
function cancelled(kind: string, reason: unknown): unknown {
  const loss = reason instanceof EngineError ? lossOf(reason) : null;
  if (loss === null) {
    return reason;
  }
  return new EngineError({
    type: 'about:blank',
    title: kind,
    status: 409,
    code: 'snapshot_cancelled',
    detail: loss === 'undone' ? texts.cancelled(kind) : texts.lostWhileLeaving()
  });
}

interface ProgressDisplay {
  readonly show: (operation: Operation) => void;
  readonly close: () => void;
}

// One line that changes on a terminal, else one for each thing that is done.
function progressDisplay(): ProgressDisplay {
  if (process.stderr.isTTY) {
    const update = createLogUpdate(process.stderr);
    return {
      show: operation => update(progressText(operation)),
      close: () => update.clear()
    };
  }
  let last = '';
  return {
    show: ({ phase }) => {
      // The end of it, which is no more than a moment: it would only stay as a last word.
      const isLast = phase === phaseText('sync');
      if (phase !== '' && phase !== last && !isLast) {
        last = phase;
        tell(`${phase}…`);
      }
    },
    close: () => undefined
  };
}

function progressText({ phase, done, total, unit }: Operation): string {
  const text = (amount: number) =>
    unit === 'bytes' ? byteText(amount) : String(amount);
  return total === null
    ? `${phase}…`
    : `${phase}: ${text(done)} of ${text(total)}`;
}
